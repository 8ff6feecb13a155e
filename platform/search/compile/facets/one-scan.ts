import type { Plan, Predicate } from '../../language/meaning/plan.ts'
import type { Token } from '../../language/schema/entity.ts'
import { column, elsewhere } from '../column.ts'
import { sourceWhere } from '../compile-where.ts'
import { type Fragment, join, raw, sql } from '../fragment.ts'
import type { Query } from '../row-source.ts'
import { facetColumns } from './facet-values.ts'
import { type Sample, sampleOf } from './sample.ts'

/** Facets that are counted in one pass over the rows: what stands before the statement, and each facet's rows. */
export interface OneScan {
  readonly with: Fragment
  readonly counted: readonly Fragment[]
}

/** PostgreSQL's `grouping` takes no more than 31 columns. */
export const mostInOneScan = 31

/** Counts the values of columns of the rows themselves, all in one pass; of a sample when told so. */
export function oneScan(
  plan: Plan,
  tokens: readonly Token[],
  where: Predicate,
  query: Query,
  sampled: boolean,
): OneScan {
  const sample = sampled ? sampleOf(plan.entity, query) : undefined
  const source = sourceWhere(plan, query, where)
  const names = tokens.map((_, index) => `c${index}`)
  const columns = join(
    tokens.map((token, index) => sql`${column(token)} as ${raw(names[index]!)}`),
    ', ',
  )
  const found = sql`select ${columns} from ${sample?.from ?? source.from} where ${source.where}`
  const sets = raw(names.map((name) => `(${name})`).join(', '))
  const all = raw(names.join(', '))
  const grouped = sql`select grouping(${all}) as others, ${all}, count(*) as count from (${found}) as found group by grouping sets (${sets})`
  return {
    with: sql`with ${sample ? sql`${sample.with}, ` : raw('')}grouped as materialized (${grouped}) `,
    counted: tokens.map((token, index) => ofOne(elsewhere(token, names[index]!), index, tokens.length, sample)),
  }
}

/** The rows of the set that is grouped by one column alone: `grouping` has a bit for each column that is not. */
function ofOne(token: Token, index: number, length: number, sample: Sample | undefined): Fragment {
  const others = 2 ** length - 1 - 2 ** (length - 1 - index)
  const cell = { token, value: column(token) }
  const count = sample ? sql`round(count * ${sample.times})::bigint` : raw('count')
  return sql`select ${facetColumns(cell)}, ${count} as count from grouped where others = ${raw(String(others))}`
}
