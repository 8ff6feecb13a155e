import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { TenantError } from '../tenant-error.ts'
import { type TenantWriter, toldThere } from './told.ts'

export interface ChildChange {
  readonly name?: string | undefined
  /** Suspended: its own people and tokens are out at once, what its sources send is kept, and the provider can still look after it. */
  readonly state?: 'active' | 'suspended' | undefined
}

/** Renames, suspends or wakes a tenant that the transaction's tenant owns. Throws TenantError. */
export async function changeChild(
  tx: TenantTransaction,
  id: string,
  change: ChildChange,
  by: TenantWriter,
): Promise<void> {
  if (change.name !== undefined) {
    const { rows } = await tx.query(
      `select 1 from tenant_child where tenant_id = $1 and lower(name) = lower($2) and public_id <> $3 limit 1`,
      [tx.tenantId, change.name, id],
    )
    if (rows.length > 0)
      throw new TenantError('name-taken', `There is a tenant named “${change.name}” already. Take another name.`)
  }
  const told = toldThere(by, { action: 'tenant:change', target: id, after: change })
  const { rows } = await tx.query<{ done: boolean }>('select tenant_change_child($1, $2, $3, $4) as done', [
    id,
    change.name ?? null,
    change.state ?? null,
    told,
  ])
  if (!rows[0]!.done) throw new TenantError('not-found', 'There is no such tenant.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
}
