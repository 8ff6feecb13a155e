import type { Plan } from '../language/meaning/plan.ts'
import { sidesWhere } from './compile-where.ts'
import { type Fragment, join, type Parameter, raw, sql } from './fragment.ts'
import { entitySql, type Query } from './row-source.ts'
import { looksAtRowsAlone } from './rows-alone.ts'
import { defaultSort, orderBy, type SortKeySql } from './sort-keys.ts'

export interface PlaceInOrder {
  readonly keys: readonly SortKeySql[]
  readonly backwards: boolean
  /** ` and …` for the rows behind a cursor, or nothing. */
  readonly place: Fragment
  readonly order: Fragment
  readonly count: Parameter
}

/**
 * The condition that a row is among the first of the page, for rows that lie in parts: each part gives its first ones by its own index, and only those that come
 * first of all are looked up, joined and shown. Nothing where the rows have no parts, or the query looks at what is joined to them.
 */
export function firstOfSides(plan: Plan, query: Query, page: PlaceInOrder): Fragment | undefined {
  const { keys, backwards, place, order, count } = page
  const sides = looksAtRowsAlone(plan, plan.sort.length > 0 ? plan.sort : defaultSort(plan.entity))
    ? sidesWhere(plan, query)
    : []
  if (sides.length === 0) return undefined
  const id = raw(entitySql(plan.entity).id)
  const names = keys.map((_, index) => raw(`k${index}`))
  const columns = join(
    keys.map(({ expression }, index) => sql`${expression} as ${names[index]!}`),
    ', ',
  )
  const firsts = sides.map(
    ({ from, where }) =>
      sql`(select ${id} as id, ${columns} from ${from} where ${where}${place} order by ${order} limit ${count})`,
  )
  const merged = orderBy(
    keys.map((key, index) => ({ ...key, expression: names[index]! })),
    backwards,
  )
  return sql`${id} = any (array(select id from (${join(firsts, ' union all ')}) as m order by ${merged} limit ${count}))`
}
