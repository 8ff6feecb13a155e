import type { TenantTransaction } from '../../contract/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import type { MailServer } from '../send/mail-server-url.ts'

/** A tenant's own mail server, without its password. */
export type ShownMailServer = Omit<MailServer, 'password'> & {
  readonly hasPassword: boolean
  readonly updatedAt: string
  readonly version: number
}

const place = (tenantId: number) => `notify_mail_server ${tenantId}`

/** The tenant's own mail server; null where the installation's is used. */
export async function readMailServer(tx: TenantTransaction): Promise<ShownMailServer | null> {
  const row = await rowOf(tx)
  if (!row) return null
  const { settings, sealed, updatedAt, version } = row
  return { ...settings, hasPassword: sealed !== null, updatedAt, version }
}

/** The same with its password, for sending. Undefined where there is none, or its password was sealed with another key. */
export async function openMailServer(
  tx: TenantTransaction,
  box: SecretBox,
): Promise<MailServer | 'unreadable' | undefined> {
  const row = await rowOf(tx)
  if (!row) return undefined
  if (row.sealed === null) return { ...row.settings, password: null }
  const password = box.open(row.sealed, place(tx.tenantId))
  return password === undefined ? 'unreadable' : { ...row.settings, password }
}

/** Says which mail server the tenant uses. The password stays where none is given, as long as server and user stay. */
export async function writeMailServer(
  tx: TenantTransaction,
  server: Omit<MailServer, 'password'> & { readonly password?: string | null | undefined },
  { box, by }: { readonly box: SecretBox; readonly by: string },
): Promise<void> {
  const { password, ...settings } = server
  const before = await rowOf(tx)
  const same =
    before && (['host', 'port', 'security', 'user'] as const).every((key) => before.settings[key] === settings[key])
  const kept = same ? before.sealed : null
  const sealed = password === undefined ? kept : password === null ? null : box.seal(password, place(tx.tenantId))
  await tx.query(
    `insert into notify_mail_server as m (tenant_id, settings, sealed, updated_by) values ($1, $2, $3, $4)
     on conflict (tenant_id) do update set settings = excluded.settings, sealed = excluded.sealed, updated_by = excluded.updated_by,
       updated_at = now(), version = m.version + 1`,
    [tx.tenantId, JSON.stringify(settings), sealed, by],
  )
}

/** Lets the tenant use the installation's mail server again. */
export async function removeMailServer(tx: TenantTransaction): Promise<boolean> {
  const { rowCount } = await tx.query('delete from notify_mail_server where tenant_id = $1', [tx.tenantId])
  return rowCount > 0
}

async function rowOf(tx: TenantTransaction) {
  const { rows } = await tx.query<{
    settings: Omit<MailServer, 'password'>
    sealed: string | null
    updatedAt: string
    version: number
  }>('select settings, sealed, updated_at as "updatedAt", version from notify_mail_server where tenant_id = $1', [
    tx.tenantId,
  ])
  return rows[0]
}
