import { allOf } from '../language/meaning/combine-predicates.ts'
import type { Entity, Token } from '../language/schema/entity.ts'
import { fold } from '../language/text/fold.ts'
import { type Cell, column, elsewhere, foldedOf, textOf } from './column.ts'
import { type Fragment, param, raw, render, type Statement, sql } from './fragment.ts'
import { likePattern } from './like-pattern.ts'
import { findRollup } from './rollup.ts'
import { entitySource, entitySql, groupSource, type Query } from './row-source.ts'

export interface ValuesOptions {
  readonly tenant: unknown
  /** What was typed so far; values that begin with it come first, then those that contain it. */
  readonly prefix: string
  /** Twenty when absent. */
  readonly top?: number
}

/**
 * The values of a token for autocompletion, rows of `{ value, count }`. Reads maintained counts where there are
 * some; otherwise the values of all rows of the tenant, which suits short lists.
 */
export function compileValues(entity: Entity, token: Token, { tenant, prefix, top = 20 }: ValuesOptions): Statement {
  const query: Query = { tenant: param(tenant, entitySql(entity).tenantType ?? 'integer'), asOf: null }
  const typed = fold(prefix)
  const { from, where, cell, count } =
    counted(token, query) ?? rolledUp(entity, token, query) ?? rows(entity, token, query)
  const text = token.type === 'ip' ? sql`host(${cell.value})` : textOf(cell)
  const folded = foldedOf(
    isText(token) ? cell : { token: { ...token, type: 'text', sql: { column: '' } }, value: text },
    [typed],
  )
  const fits = typed === '' ? raw('') : sql` and ${folded} like ${param(likePattern(['', typed, '']), 'text')}`
  const begins = sql`${folded} like ${param(likePattern([typed, '']), 'text')}`
  const some = sql`select ${text} as value, ${begins} as begins, ${count} as count from ${from} where ${where}${fits} group by 1, 2`
  const order = sql`order by begins desc, count desc, value limit ${param(top, 'integer')}`
  return render(sql`select value, count from (${some}) as found where value is not null ${order}`)
}

function isText({ type }: Token): boolean {
  return type === 'text' || type === 'keyword'
}

interface Source {
  readonly from: Fragment
  readonly where: Fragment
  readonly cell: Cell
  readonly count: Fragment
}

function counted(token: Token, { tenant }: Query): Source | undefined {
  if (!token.sql?.counts) return undefined
  const { from, tenant: owner, value, folded, count } = token.sql.counts
  const cell = { token: elsewhere(token, value, folded), value: raw(value) }
  const where = sql`${raw(owner)} = ${tenant}`
  return { from: raw(from), where, cell, count: sql`sum(${raw(count)})::bigint` }
}

function rolledUp(entity: Entity, token: Token, query: Query): Source | undefined {
  const rollup = findRollup({ entity }, allOf([]), [token], query, true)
  if (!rollup) return undefined
  const [there] = rollup.tokens
  return { ...rollup, cell: { token: there!, value: column(there!) } }
}

function rows(entity: Entity, token: Token, query: Query): Source {
  const { group } = token
  const source = group ? groupSource(group, query) : entitySource(entity, query)
  const count = raw(group ? `count(distinct ${group.sql!.key})` : 'count(*)')
  if (!token.many) return { ...source, cell: { token, value: column(token) }, count }
  const from = sql`${source.from} cross join lateral unnest(${column(token)}) as each(v)`
  return { ...source, from, cell: { token, value: raw('each.v') }, count }
}
