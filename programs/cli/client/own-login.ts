import { createApiToken, ensureFirstOwner, type Member } from '@holdfast/platform/access'
import { type Database, openDatabase } from '@holdfast/platform/store'
import { runningAccess } from '../../server/database-access.ts'
import { readSettings } from '../../server/settings.ts'
import { type ApiClient, connectTo } from './api-client.ts'
import { findLogin, originOf } from './saved-login.ts'

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
  try {
    const owner = await ensureFirstOwner(database, { tenant: 'My organisation', person: 'owner' })
    return await withOwnToken({ database, owner, port: settings.port }, work)
  } finally {
    await database.close()
  }
}

/** Works with a client of this machine's server and a token for the first owner that is gone afterwards. */
export async function withOwnToken<T>(
  at: { readonly database: Database; readonly owner: Member; readonly port: number },
  work: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const { database, owner } = at
  const { id, secret } = await database.asTenant(owner.tenantId, (tx) =>
    createApiToken(tx, { name: 'command line', scopes: ['*'], personId: owner.personId, days: 1 }),
  )
  try {
    return await work(connectTo({ server: `http://localhost:${at.port}`, token: secret }))
  } finally {
    await database
      .asTenant(owner.tenantId, (tx) =>
        tx.query('delete from api_token where tenant_id = $1 and public_id = $2', [owner.tenantId, id]),
      )
      .catch(() => {})
  }
}
