import type { GroupBy, Plan } from '../language/meaning/plan.ts'
import type { Token } from '../language/schema/entity.ts'
import { type Cell, column, textOf } from './column.ts'
import { sourceWhere } from './compile-where.ts'
import { type Fragment, join, param, raw, render, type Statement, sql } from './fragment.ts'
import { joinTokens } from './joined-groups.ts'
import { findRollup } from './rollup.ts'
import { entitySql, type Query, queryOf } from './row-source.ts'
import { sortExpression } from './sort-keys.ts'

export interface GroupsOptions {
  readonly tenant: unknown
  /** At most so many groups; one more row than this is asked for, to see whether there are more. */
  readonly size: number
  /** Groups to leave out at the start. */
  readonly skip?: number
}

/** A group: the values of its keys as written in a query (null where absent), and how many rows it has. */
export interface GroupRow {
  readonly keys: readonly (string | null)[]
  readonly count: number
}

export interface GroupsStatement extends Statement {
  /** Makes groups of what the database answered. */
  read(rows: readonly Record<string, unknown>[]): { readonly groups: readonly GroupRow[]; readonly more: boolean }
}

const units = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', M: 'month', y: 'year' } as const

/**
 * The groups of a plan with `group by`, largest first unless it says otherwise. A row with several values counts in
 * several groups, once in each; a row without a value counts in the group of null.
 */
export function compileGroups(plan: Plan, { tenant, size, skip = 0 }: GroupsOptions): GroupsStatement {
  if (plan.groupBy.length === 0) throw new TypeError('a plan without "group by" has no groups')
  const query = queryOf(plan, tenant)
  const { from, cells, where, count } = sourceOf(plan, query)
  const keys = plan.groupBy.map((key, index) => keyExpression(key, cells[index]!, plan.time.zone))
  const named = keys.map((key, index) => sql`(${key})::text as ${raw(`key_${index}`)}`)
  const columns = join([...named, sql`${count} as count`], ', ')
  const positions = raw(keys.map((_, index) => index + 1).join(', '))
  const order = orderOf(plan, cells)
  const room = Math.min(size, Math.max(0, (plan.limit ?? Number.POSITIVE_INFINITY) - skip))
  const window = sql`limit ${param(room + 1, 'integer')} offset ${param(skip, 'integer')}`
  const grouped = sql`select ${columns} from ${from} where ${where} group by ${positions} having ${count} > 0`
  const statement = render(sql`${grouped} order by ${order} ${window}`)
  return { ...statement, read: (rows) => readGroups(plan, rows, room, skip) }
}

/** The rows to group, or the maintained counts that can tell. */
function sourceOf(plan: Plan, query: Query) {
  const tokens = plan.groupBy.map(({ token }) => token)
  const rollup = findRollup(plan, plan.where, tokens, query)
  if (rollup) {
    const cells = rollup.tokens.map((token): Cell => ({ token, value: column(token) }))
    return { from: rollup.from, where: rollup.where, count: rollup.count, cells }
  }
  const { id } = entitySql(plan.entity)
  const { from, where } = sourceWhere(plan, query)
  const { joins, cells, repeats } = joinTokens(tokens, id, query)
  return { from: sql`${from}${joins}`, where, count: raw(repeats ? `count(distinct ${id})` : 'count(*)'), cells }
}

/** Keys are compared as they are written in a query: texts in small letters are one group only where they are equal. */
function keyExpression({ token, unit }: GroupBy, { value }: Cell, zone: string): Fragment {
  if (token.type === 'date' && unit) {
    const cut = sql`date_trunc(${param(units[unit], 'text')}, ${value}, ${param(zone, 'text')})`
    return sql`to_char(${cut} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
  }
  if (token.type === 'ip') return sql`host(${value})`
  return token.type === 'text' || token.type === 'keyword' ? textOf({ token, value }) : value
}

function orderOf(plan: Plan, cells: readonly Cell[]): Fragment {
  const positions = raw(cells.map((_, index) => `${index + 1} nulls last`).join(', '))
  if (plan.sort.length === 0) return sql`count desc, ${positions}`
  const wanted = plan.sort.map(({ token, descending }) => {
    const direction = raw(descending ? 'desc nulls last' : 'asc nulls last')
    if (token === null) return sql`count ${direction}`
    const index = plan.groupBy.findIndex((key) => key.token === token)
    return sql`${orderedKey(token, cells[index]!, index)} ${direction}`
  })
  return sql`${join(wanted, ', ')}, ${positions}`
}

/** What a group is ordered by: the least of its rows says where numbers and enums stand; texts go by their own bytes. */
function orderedKey(token: Token, cell: Cell, index: number): Fragment {
  if (token.type === 'date' || token.type === 'text' || token.type === 'keyword') return raw(String(index + 1))
  const { expression } = sortExpression(cell)
  return token.type === 'boolean' ? sql`bool_and(${expression})` : sql`min(${expression})`
}

function readGroups(plan: Plan, rows: readonly Record<string, unknown>[], room: number, skip: number) {
  const groups = rows.slice(0, room).map((row): GroupRow => {
    const keys = plan.groupBy.map(({ token }, index) => readKey(token, row[`key_${index}`] as string | null))
    return { keys, count: Number(row.count) }
  })
  const full = plan.limit !== null && skip + groups.length >= plan.limit
  return { groups, more: rows.length > room && !full }
}

/** A stored value as it is written in a query. */
export function readKey({ type, values }: Token, text: string | null): string | null {
  if (text === null || type !== 'enum') return text
  return values.find(({ stored }) => String(stored) === text)?.name ?? text
}
