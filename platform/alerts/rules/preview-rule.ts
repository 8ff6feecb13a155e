import type { TenantTransaction } from '../../contract/index.ts'
import { compileCount, compileWhere, render } from '../../search/index.ts'
import { describeObjects } from '../evaluating/describe-objects.ts'
import type { RuleQuery } from './rule-query.ts'

const mostCounted = 10_000
const mostShown = 8

/** What a rule would have to say, before it is saved. */
export async function previewRule(tx: TenantTransaction, { plan, list, text, words, timed }: RuleQuery) {
  const counted = compileCount(plan, { tenant: tx.tenantId, cap: mostCounted })
  const { rows } = await tx.query<{ count: number }>(counted.text, counted.values)
  const { from, id } = plan.entity.spec.sql!
  const where = render(compileWhere(plan, tx.tenantId))
  const recent = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from ${from} where ${where.text} and ${list.since} > now() - interval '1 day' limit ${mostCounted + 1}) r`,
    where.values,
  )
  const first = await tx.query<{ object: string }>(
    `select (${id})::text as object from ${from} where ${where.text} order by ${list.since} desc limit ${mostShown}`,
    where.values,
  )
  const described = await describeObjects(
    tx,
    list,
    first.rows.map(({ object }) => object),
  )
  const now = Number(rows[0]?.count ?? 0)
  return {
    canonical: text,
    words,
    timed,
    now: Math.min(now, mostCounted),
    lastDay: Math.min(recent.rows[0]!.count, mostCounted),
    isExact: now <= mostCounted,
    items: first.rows.flatMap(({ object }) => described.get(object) ?? []),
  }
}
