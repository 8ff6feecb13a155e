import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type TenantWriter, toldThere, wordsOf } from '../children/told.ts'
import { erasable } from '../leaving/erasure.ts'
import { TenantError } from '../tenant-error.ts'

/**
 * Closes a demo tenant for good and answers with the erasure that a job carries out. Nothing in it is of anybody, thus one person is enough, at once.
 * Throws TenantError `not-found`, `not-a-demo`, `name-taken`, `held`.
 */
export async function removeDemo(
  tx: TenantTransaction,
  tenant: string,
  by: TenantWriter,
): Promise<{ erasure: string; name: string }> {
  const { child, name, kind } = await erasable(tx, tenant)
  if (kind !== 'demo')
    throw new TenantError(
      'not-a-demo',
      'This tenant is no demo: erasing it takes a request that somebody else agrees to.',
    )
  const erasure = newPublicId('ers')
  const { rowCount } = await tx.query(
    `insert into tenant_erasure (tenant_id, public_id, child_id, child_public_id, name, state, requested_by, waits_until, approved_by, approved_at)
     values ($1, $2, $3, $4, $5, 'approved', $6, now(), $7, now())
     on conflict (tenant_id, child_public_id) where state in ('requested', 'approved') do nothing`,
    [tx.tenantId, erasure, child, tenant, name, by.id, wordsOf(by)],
  )
  if (rowCount === 0) throw new TenantError('name-taken', 'Somebody asked to erase this tenant already.')
  const told = toldThere(by, { action: 'tenant:leave', target: tenant, after: { erasure, demo: true } })
  const left = await tx.query<{ done: boolean }>('select tenant_leave($1, $2) as done', [tenant, told])
  if (!left.rows[0]!.done) throw new TenantError('held', 'The tenant is held meanwhile.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant } })
  return { erasure, name }
}
