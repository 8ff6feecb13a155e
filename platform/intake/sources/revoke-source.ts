import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'

/** Nothing is taken from this source any more; what it said stays. False when there is no such active source. */
export async function revokeSource(
  tx: TenantTransaction,
  id: string,
  by: { readonly by: string; readonly at: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update source set status = 'revoked', revoked_at = $3, revoked_by = $4, version = version + 1
      where tenant_id = $1 and public_id = $2 and status = 'active'`,
    [tx.tenantId, id, by.at, by.by],
  )
  if (rowCount === 0) return false
  // Servers remember who is enrolled.
  await tx.query("select pg_notify('holdfast_source', $1)", [id])
  await tell(tx, { topic: 'source.revoked', body: { source: id } })
  return true
}
