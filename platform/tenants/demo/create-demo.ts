import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type TenantWriter, toldThere, wordsOf } from '../children/told.ts'
import { TenantError } from '../tenant-error.ts'

/**
 * Makes an empty tenant for simulated hosts, which is always marked as demo. Its name is told with it: “Demo”, or with a number where there are others.
 * Throws TenantError `not-a-provider`, `too-many`.
 */
export async function createDemo(tx: TenantTransaction, by: TenantWriter): Promise<{ id: string; name: string }> {
  const { rows } = await tx.query<{ name: string }>(
    `select n.name from (select case i when 1 then 'Demo' else 'Demo ' || i end as name, i from generate_series(1, 100) i) n
      where not exists (select from tenant_child c where c.tenant_id = $1 and lower(c.name) = lower(n.name)) order by n.i limit 1`,
    [tx.tenantId],
  )
  const [id, name] = [newPublicId('ten'), rows[0]?.name ?? 'Demo']
  const told = toldThere(by, { action: 'tenant:create', target: id, after: { name, demo: true } })
  await refusing(() =>
    tx.query('select tenant_create_demo($1, $2, $3, $4, $5)', [id, name, newPublicId('grt'), wordsOf(by), told]),
  )
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
  return { id, name }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '54000') throw new TenantError('too-many', 'There are five demo tenants already. Remove one first.')
    if (code !== '42501') throw error
    throw new TenantError('not-a-provider', 'A tenant that a provider owns makes no demo. Ask the provider.')
  }
}
