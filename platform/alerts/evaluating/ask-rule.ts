import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, render } from '../../search/index.ts'
import { type TransactionScope, withinScope } from '../../store/index.ts'
import { AlertError } from '../alert-error.ts'
import type { RuleQuery } from '../rules/rule-query.ts'

/** A rule that finds more than this is no alert: its query wants narrowing. */
export const mostMatching = 100_000

/** What changed since a rule was last asked. */
export interface Asked {
  /** Internal ids, as texts, of objects that began to match, in their order. */
  readonly came: readonly string[]
  /** How many ceased to. */
  readonly gone: number
}

/**
 * Asks a rule's query, of some assets or of all objects, in one statement, and brings what is known to match up to date. Whoever asks again, in whatever
 * order, gets each object that began to match once. Where it sees with the eyes of somebody limited, it is asked first and noted then: what changes in between
 * is told of by a later message. Throws AlertError where too much matches.
 */
export async function askRule(
  tx: TenantTransaction,
  ruleId: number,
  { plan, list }: RuleQuery,
  assetIds: readonly number[] | 'all',
  scope?: TransactionScope,
): Promise<Asked> {
  const { from, id } = plan.entity.spec.sql!
  const where = render(compileWhere(plan, tx.tenantId))
  const some = assetIds !== 'all'
  const asset = list.asset ?? 'null::bigint'
  const recent = list.recent ? ` and ${list.recent}` : ''
  const asked = {
    text: `select (${id})::text as object, ${asset} as asset_id from ${from}
        where ${where.text}${recent}${some ? ` and ${asset} = any ($${where.values.length + 1}::bigint[])` : ''} limit ${mostMatching + 1}`,
    values: [...where.values, ...(some ? [assetIds] : [])],
  }
  const source = scope
    ? given((await withinScope(tx, scope, () => tx.query<Found>(asked.text, asked.values))).rows)
    : asked
  const values = [...source.values, tx.tenantId, ruleId, ...(some ? [assetIds] : [])]
  const first = source.values.length + 1
  const [tenant, rule, assets] = [`$${first}::int`, `$${first + 1}::bigint`, `$${first + 2}::bigint[]`]
  const { rows } = await tx.query<{ object: string | null; found: number; gone: number }>(
    `with found as materialized (
       ${source.text}),
     gone as (
       delete from alert_match m where m.tenant_id = ${tenant} and m.rule_id = ${rule}
          ${some ? `and m.asset_id = any (${assets})` : ''} and not exists (select from found f where f.object = m.object)
       returning 1),
     came as (
       insert into alert_match as m (tenant_id, rule_id, object, asset_id)
       select ${tenant}, ${rule}, object, asset_id from found order by object
       on conflict (tenant_id, rule_id, object) do update set asset_id = excluded.asset_id
         where m.asset_id is distinct from excluded.asset_id
       returning object, xmax = 0 as is_new)
     select object, 0 as found, 0 as gone from came where is_new
     union all
     select null, (select count(*)::int from found), (select count(*)::int from gone)`,
    values,
  )
  const last = rows.find(({ object }) => object === null)!
  if (last.found > mostMatching)
    throw new AlertError(
      'invalid',
      `More than ${mostMatching} ${plan.entity.spec.many} match. Narrow the query, or send how many there are at a time of day.`,
    )
  return { came: rows.flatMap(({ object }) => object ?? []).sort(compare), gone: last.gone }
}

interface Found extends Record<string, unknown> {
  readonly object: string
  readonly asset_id: number | null
}

/** What was found, as a source of rows. */
function given(rows: readonly Found[]) {
  return {
    text: 'select object, asset_id from unnest($1::text[], $2::bigint[]) as f (object, asset_id)',
    values: [rows.map(({ object }) => object), rows.map(({ asset_id }) => asset_id)] as unknown[],
  }
}

/** Numbers by their size, other ids as texts. */
function compare(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}
