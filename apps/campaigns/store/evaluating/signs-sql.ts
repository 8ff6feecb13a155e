import { compileWhere, type Fragment, join, param, raw, sql } from '@holdfast/platform/search'
import { coverageCheck } from '@holdfast/vulnerabilities/public'
import type { Pack } from '../../engine/pack/pack.ts'
import { queriesOfPack } from '../../engine/pack/queries-of-pack.ts'
import { ruleSql, stateOfRuleSql } from '../../engine/state/asset-state.ts'
import { readQuestion } from '../language/asset-question.ts'

/** The judge that compares software with advisories. */
const judge = 'vulnerabilities.software'

export interface Asked {
  readonly tenantId: number
  readonly campaignId: number
  readonly pack: Pack
  readonly checks: readonly string[]
  /** These assets alone; all of the tenant when absent. */
  readonly assetIds?: readonly number[]
  readonly now: number
}

/**
 * Common table expressions that end in `decided (asset_id, rule, state, reachable)`: every asset in the scope of the campaign, with the rule that decided and
 * its state. In the scope is what the pack's query finds, what shows an indicator, and what has or had a finding of one of the CVEs. Throws an Error where a query
 * is not understood any more.
 */
export function signsSql({ tenantId, pack, checks, assetIds, now }: Asked): {
  readonly with: Fragment
  readonly timed: boolean
} {
  const tenant = param(tenantId, 'integer')
  const only = assetIds && param(assetIds, 'bigint[]')
  const among = (column: string) => (only ? sql` and ${raw(column)} = any (${only})` : raw(''))
  let timed = false
  const finds = (query: string | undefined): Fragment => {
    if (query === undefined) return sql`select null::bigint as asset_id where false`
    const read = readQuestion(query, now)
    if ('problem' in read) throw new Error(`${query}: ${read.problem.message}`)
    timed ||= read.question.timed
    const { plan } = read.question
    const { from, id } = plan.entity.spec.sql!
    return sql`select ${raw(id)} as asset_id from ${raw(from)} where ${compileWhere(plan, tenantId)}${among(id)}`
  }
  const asked = queriesOfPack(pack)
  const parts = [
    ...(['scope', 'exploitable', 'patched', 'reachable', 'mitigated', 'infected'] as const).map(
      (name) => sql`${raw(`q_${name}`)} as materialized (${finds(asked[name])})`,
    ),
    sql`numbers as (select check_no from check_definition where id = any (${param(checks, 'text[]')}))`,
    sql`found as (
      select f.asset_id, bool_or(f.status <> 'fixed' and f.disposition in ('none', 'accepted')) as open,
             bool_or(f.status <> 'fixed' and f.disposition = 'mitigated') as compensated, bool_or(f.status = 'fixed') as fixed
        from finding f
       where f.tenant_id = ${tenant} and f.check_no in (select check_no from numbers)${among('f.asset_id')}
       group by 1)`,
    sql`gaps as (
      select distinct n.asset_id from not_assessed n join check_definition d on d.check_no = n.check_no
       where n.tenant_id = ${tenant}${among('n.asset_id')}
         and (n.check_no in (select check_no from numbers)
           or (d.id = ${param(coverageCheck, 'text')}
             and (n.place = '' or n.place = any (${param(pack.packages, 'text[]')}) or split_part(n.place, ' in ', 1) = any (${param(pack.packages, 'text[]')})))))`,
    sql`within as (
      select a.asset_id from (
          select asset_id from q_scope union select asset_id from q_infected
          union select asset_id from found where open or compensated or fixed) w
        join asset a on a.tenant_id = ${tenant} and a.asset_id = w.asset_id and a.merged_into is null)`,
    sql`signs as (
      select w.asset_id, q_infected.asset_id is not null as infected, coalesce(f.open, false) as open,
             coalesce(f.compensated, false) as compensated, coalesce(f.fixed, false) as fixed,
             q_patched.asset_id is not null as patched, q_exploitable.asset_id is not null as exploitable,
             q_mitigated.asset_id is not null as mitigated, q_reachable.asset_id is not null as reachable,
             exists (select from assessment t where t.tenant_id = ${tenant} and t.asset_id = w.asset_id and t.judge = ${param(judge, 'text')} and t.tests > 0) as judged,
             ${param(pack.packages.length > 0, 'boolean')} as spoken, gaps.asset_id is not null as gap
        from within w
        left join found f on f.asset_id = w.asset_id
        left join gaps on gaps.asset_id = w.asset_id
        left join q_infected on q_infected.asset_id = w.asset_id
        left join q_patched on q_patched.asset_id = w.asset_id
        left join q_exploitable on q_exploitable.asset_id = w.asset_id
        left join q_mitigated on q_mitigated.asset_id = w.asset_id
        left join q_reachable on q_reachable.asset_id = w.asset_id)`,
    raw(`ruled as (select asset_id, reachable, ${ruleSql((sign) => `signs.${sign}`)} as rule from signs)`),
    raw(
      `decided as (select asset_id, reachable, rule::smallint as rule, ${stateOfRuleSql('rule')} as state from ruled)`,
    ),
  ]
  return { with: join(parts, ',\n'), timed }
}
