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
  /** What was typed so far; values that begin with it come first; then, where these are too few, those that contain it. */
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
  const columns = (begins: string) =>
    sql`select ${text} as value, ${raw(begins)} as begins, ${count} as count from ${from}`
  const room = param(top, 'integer')
  const last = sql`where value is not null and count > 0 order by begins desc, count desc, value limit ${room}`
  if (typed === '')
    return render(sql`select value, count from (${columns('true')} where ${where} group by 1) as found ${last}`)
  // A range and not a pattern: row-level security lets an index serve only what tells nothing of other rows, which patterns might.
  const begins = sql`${folded} >= ${param(typed, 'text')} and ${folded} < ${param(`${typed}\u{10ffff}`, 'text')}`
  const contains = sql`${folded} like ${param(likePattern(['', typed, '']), 'text')}`
  const first = sql`${columns('true')} where ${where} and ${begins} group by 1`
  const others = sql`${columns('false')} where ${where} and ${contains} and not (${begins}) and (select count(*) from first) < ${room} group by 1`
  return render(
    sql`with first as materialized (${first}) select value, count from (select * from first union all (${others})) as found ${last}`,
  )
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
