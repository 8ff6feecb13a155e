import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, type Entity, plan, render } from '../../search/index.ts'

/** A rule over findings: of several the first that takes a finding holds. */
export interface FindingRule {
  /** In the query language. */
  readonly query: string
}

export interface TakingOptions<Rule> {
  readonly entity: Entity
  /** Milliseconds since 1970: what relative dates count from. */
  readonly now: number
  /** What is read of each finding besides, as SQL by name: `{ fixed: 'f.fixed_at' }`. The finding has the alias `f`. */
  readonly columns?: (rule: Rule) => Readonly<Record<string, string>>
}

/**
 * Which of these findings (internal ids) each rule takes, in the order of the rules; what none takes is left out. One statement a rule, over what no rule before it
 * took. A rule that lost its meaning, since no app tells any more what it asks for, takes nothing.
 */
export async function takeInOrder<Rule extends FindingRule, Row extends object = object>(
  tx: TenantTransaction,
  rules: readonly Rule[],
  findingIds: readonly number[],
  { entity, now, columns = () => ({}) }: TakingOptions<Rule>,
): Promise<readonly { readonly rule: Rule; readonly rows: readonly (Row & { readonly id: number })[] }[]> {
  const left = new Set(findingIds)
  const taken: { rule: Rule; rows: readonly (Row & { id: number })[] }[] = []
  for (const rule of rules) {
    if (left.size === 0) break
    const checked = plan(rule.query, entity, { now, zone: 'UTC' })
    if (!checked.ok) continue
    const { from, id } = checked.plan.entity.spec.sql!
    const where = render(compileWhere(checked.plan, tx.tenantId))
    const more = Object.entries(columns(rule)).map(([name, column]) => `, ${column} as "${name}"`)
    const { rows } = await tx.query<Row & { id: number }>(
      `select ${id} as id${more.join('')} from ${from}
        where ${where.text} and ${id} = any ($${where.values.length + 1}::bigint[]) order by ${id}`,
      [...where.values, [...left]],
    )
    for (const row of rows) left.delete(row.id)
    taken.push({ rule, rows })
  }
  return taken
}

/** What is wrong with the query of a rule; undefined where it can be asked. */
export function problemOfRule({ query }: FindingRule, entity: Entity): string | undefined {
  const checked = plan(query, entity, { now: Date.UTC(2026, 0, 1), zone: 'UTC' })
  if (!checked.ok) return checked.problems[0]?.message ?? 'is not understood'
  const { groupBy, count, sort, limit, asOf } = checked.plan
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    return 'asks which findings a rule takes: leave out group by, count, sort, limit and as of'
  return undefined
}
