import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, render } from '../../search/index.ts'
import { readTargets } from './target-entity.ts'

/**
 * Writes down which tenants a blueprint has to be brought to or taken from: those that it came to be for, that it is for no more, and that grant the way in
 * again. With `everywhere` all, since there is something new to bring. Answers how many wait.
 */
export async function markTenants(
  tx: TenantTransaction,
  blueprintId: number,
  options: { readonly now: number; readonly everywhere?: boolean },
): Promise<number> {
  const { rows } = await tx.query<{ targets: string; wanted: string }>(
    'select targets, wanted from blueprint where tenant_id = $1 and blueprint_id = $2',
    [tx.tenantId, blueprintId],
  )
  const { targets, wanted } = rows[0]!
  const { plan } = readTargets(wanted === 'placed' ? targets : '', options.now)
  const where = render(compileWhere(plan, tx.tenantId))
  const first = where.values.length + 1
  const { from } = plan.entity.spec.sql!
  const placed = wanted === 'placed'
  // Who never had anything of it has nothing to give back.
  await tx.query(
    `with found as materialized (select t.child_id from ${from} where ${where.text} and t.state <> 'leaving' and t.kind <> 'demo'),
     gone as (
       update blueprint_child b set targeted = false, state = 'waiting'
        where b.tenant_id = $${first} and b.blueprint_id = $${first + 1} and b.targeted
          and ($${first + 2} is false or b.child_id not in (select child_id from found))),
     again as (
       update blueprint_child b set targeted = true, state = 'waiting'
         from found f, tenant_child c
        where b.tenant_id = $${first} and b.blueprint_id = $${first + 1} and b.child_id = f.child_id and $${first + 2}
          and c.tenant_id = b.tenant_id and c.child_id = b.child_id
          and (not b.targeted or $${first + 3} or b.state = 'no-grant' and c.granted_until > now()))
     insert into blueprint_child (tenant_id, blueprint_id, child_id)
       select $${first}, $${first + 1}, child_id from found where $${first + 2} on conflict do nothing`,
    [...where.values, tx.tenantId, blueprintId, placed, options.everywhere ?? false],
  )
  if (!placed)
    await tx.query(
      `update blueprint_child b set state = 'waiting' from tenant_child c
        where b.tenant_id = $1 and b.blueprint_id = $2 and b.state = 'no-grant' and c.tenant_id = b.tenant_id
          and c.child_id = b.child_id and c.granted_until > now()`,
      [tx.tenantId, blueprintId],
    )
  const waiting = await tx.query<{ n: number }>(
    `select count(*)::int as n from blueprint_child where tenant_id = $1 and blueprint_id = $2 and state = 'waiting'`,
    [tx.tenantId, blueprintId],
  )
  return waiting.rows[0]!.n
}
