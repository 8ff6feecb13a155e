import type { Plan, Predicate } from '../language/meaning/plan.ts'
import type { Token } from '../language/schema/entity.ts'
import { sidesWhere } from './compile-where.ts'
import { type Fragment, join, type Parameter, raw, sql } from './fragment.ts'
import { entitySql, type Query } from './row-source.ts'
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
  const sides = looksAtRowsAlone(plan) ? sidesWhere(plan, query) : []
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

/** Conditions and order are about columns behind the alias of the id only. */
function looksAtRowsAlone({ entity, where, sort }: Plan): boolean {
  const alias = entitySql(entity).id.split('.')[0]!
  const own = (column = '') => column.startsWith(`${alias}.`) && /^\w+\.\w+$/.test(column)
  const ownToken = (token: Token | null) =>
    own(token?.sql?.column) && (token?.sql?.folded === undefined || own(token.sql.folded))
  if (!(sort.length > 0 ? sort : defaultSort(entity)).every(({ token }) => ownToken(token))) return false
  const waiting: Predicate[] = [where]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    switch (node.kind) {
      case 'all':
      case 'any':
        waiting.push(...node.of)
        break
      case 'not':
        waiting.push(node.of)
        break
      case 'meaning':
        waiting.push(node.where)
        break
      case 'within':
        if (!own(node.group.sql?.owner ?? entitySql(entity).id)) return false
        break
      case 'constant':
        break
      case 'anywhere':
      case 'apart':
        return false
      default:
        if (!ownToken(node.token) || node.token.type === 'version') return false
    }
  }
  return true
}
