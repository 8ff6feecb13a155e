import { createApiToken, ensureFirstOwner } from '@holdfast/platform/access'
import { openDatabase } from '@holdfast/platform/store'
import { runningAccess } from '../../server/database-access.ts'
import { readSettings } from '../../server/settings.ts'
import { type ApiClient, connectTo } from './api-client.ts'
import { findLogin, originOf, type SavedLogin } from './saved-login.ts'

/**
 * Works with a client: of the server that was named or kept; otherwise of this machine's own server, with a token for
 * the first owner that lives for this command only. Whoever can read the home directory may do that anyway.
 */
export async function withClient<T>(
  options: { server?: string | undefined; environment: Readonly<Record<string, string | undefined>> },
  work: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const saved = findLogin(options.environment)
  const wanted = options.server === undefined ? undefined : originOf(options.server, '--server')
  if (saved && (wanted === undefined || wanted === saved.server)) return work(connectTo(saved))
  const settings = readSettings()
  const own = `http://localhost:${settings.port}`
  if (wanted !== undefined && wanted !== own) return work(connectTo({ server: wanted, token: '' }))
  const database = await openDatabase({
    access: runningAccess(settings),
    connections: { app: 1, jobs: 1, maintenance: 1 },
  })
  let tokenId: string | undefined
  const owner = await ensureFirstOwner(database, { tenant: 'My organisation', person: 'owner' })
  try {
    const made = await database.asTenant(owner.tenantId, (tx) =>
      createApiToken(tx, { name: 'command line', scopes: ['*'], personId: owner.personId, days: 1 }),
    )
    tokenId = made.id
    const login: SavedLogin = { server: own, token: made.secret }
    return await work(connectTo(login))
  } finally {
    await database
      .asTenant(owner.tenantId, (tx) =>
        tx.query('delete from api_token where tenant_id = $1 and public_id = $2', [owner.tenantId, tokenId ?? '']),
      )
      .catch(() => {})
    await database.close()
  }
}
