import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type TenantWriter, toldThere, wordsOf } from '../children/told.ts'
import { TenantError } from '../tenant-error.ts'

/**
 * Closes an owned tenant at once, for the reason that `about` tells, and answers with the erasure that a job carries out. For those of which it was clear from
 * the beginning that they go whole: nobody has to agree. Throws TenantError `name-taken`, `held`.
 */
export async function closeForGood(
  tx: TenantTransaction,
  { tenant, child, name }: { readonly tenant: string; readonly child: number; readonly name: string },
  by: TenantWriter,
  about: Readonly<Record<string, unknown>>,
): Promise<{ erasure: string; name: string }> {
  const erasure = newPublicId('ers')
  const { rowCount } = await tx.query(
    `insert into tenant_erasure (tenant_id, public_id, child_id, child_public_id, name, state, requested_by, waits_until, approved_by, approved_at)
     values ($1, $2, $3, $4, $5, 'approved', $6, now(), $7, now())
     on conflict (tenant_id, child_public_id) where state in ('requested', 'approved') do nothing`,
    [tx.tenantId, erasure, child, tenant, name, by.id, wordsOf(by)],
  )
  if (rowCount === 0) throw new TenantError('name-taken', 'Somebody asked to erase this tenant already.')
  const told = toldThere(by, { action: 'tenant:leave', target: tenant, after: { erasure, ...about } })
  const left = await tx.query<{ done: boolean }>('select tenant_leave($1, $2) as done', [tenant, told])
  if (!left.rows[0]!.done) throw new TenantError('held', 'The tenant is held meanwhile.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant } })
  return { erasure, name }
}
