import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { followTenants } from '../blueprints/follow-tenants.ts'
import { TenantError } from '../tenant-error.ts'
import { type TenantWriter, toldThere } from './told.ts'

export interface ChildChange {
  readonly name?: string | undefined
  /** Suspended: its own people and tokens are out at once, what its sources send is kept, and the provider can still look after it. */
  readonly state?: 'active' | 'suspended' | undefined
  /** What the provider calls it by, all of it; the tenant does not see that. */
  readonly labels?: readonly string[] | undefined
}

/** Renames, suspends or wakes a tenant that the transaction's tenant owns. Throws TenantError. */
export async function changeChild(
  tx: TenantTransaction,
  id: string,
  { labels, ...change }: ChildChange,
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
  if (labels) await setLabels(tx, id, labels)
  if (labels || change.name !== undefined) await followTenants(tx)
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
}

async function setLabels(tx: TenantTransaction, id: string, labels: readonly string[]): Promise<void> {
  await tx.query(
    `delete from tenant_label l using tenant_child c where l.tenant_id = $1 and c.tenant_id = $1 and c.public_id = $2 and l.child_id = c.child_id`,
    [tx.tenantId, id],
  )
  await tx.query(
    `insert into tenant_label (tenant_id, child_id, label)
     select c.tenant_id, c.child_id, l from tenant_child c, unnest($3::text[]) l where c.tenant_id = $1 and c.public_id = $2 on conflict do nothing`,
    [tx.tenantId, id, labels],
  )
}
