import type { Plan, Predicate, Scalar } from '../language/meaning/plan.ts'
import type { Token } from '../language/schema/entity.ts'
import { hasPast } from '../language/schema/has-past.ts'
import { writeAddress } from '../language/values/address.ts'
import { type Cell, column, elsewhere, foldedOf, textOf } from './column.ts'
import { readKey } from './compile-groups.ts'
import { sourceWhere } from './compile-where.ts'
import { type Fragment, param, raw, render, type Statement, sql } from './fragment.ts'
import { joinTokens } from './joined-groups.ts'
import { withoutOwn } from './own-conditions.ts'
import { findRollup, type Rollup } from './rollup.ts'
import { entitySql, type Query, queryOf } from './row-source.ts'

export interface FacetsOptions {
  readonly tenant: unknown
  /** Full names of tokens; all that are declared as facets when absent. */
  readonly tokens?: readonly string[]
  /** Most frequent values of each; chosen values come in addition. Ten when absent. */
  readonly top?: number
}

/** One value of a facet, as written in a query, and how many rows would be found with it. */
export interface FacetValue {
  readonly value: string
  readonly count: number
}

export interface FacetStatement extends Statement {
  readonly token: string
  /** Read from counts that are maintained, so it costs nothing; otherwise counted. */
  readonly maintained: boolean
  /** Makes values of what the database answered. */
  read(rows: readonly Record<string, unknown>[]): readonly FacetValue[]
}

/**
 * A statement for each facet of a list: the values with the most rows among what the query finds, not regarding what
 * the query chooses on that very token. A facet whose elements no owner leads to (no `held`) is left out where there is
 * a filter, and one of which no old values are kept, where the query is about the past. Independent of each other, so that they can run side by side and be awaited
 * one by one.
 */
export function compileFacets(plan: Plan, { tenant, tokens, top = 10 }: FacetsOptions): readonly FacetStatement[] {
  const query = queryOf(plan, tenant)
  const asked = facetTokens(plan, tokens).filter((token) => plan.asOf === null || hasPast(token))
  return asked.flatMap((token) => {
    const { others, own } = withoutOwn(plan.where, token)
    const unfiltered = others.kind === 'constant' && others.value && plan.asOf === null
    const rollup = findRollup(plan, others, [token], query)
    const kept = unfiltered && token.sql?.counts !== undefined
    const counted = kept ? fromCounts(token, query) : rollup ? fromRollup(rollup) : fromRows(plan, token, others, query)
    const maintained = kept || rollup !== undefined
    if (!counted) return []
    const chosen = param(
      own.map((value) => writtenValue(token, value)),
      'text[]',
    )
    const first = own.length === 0 ? raw('') : sql`(folded = any(${chosen})) desc, `
    const room = param(top + own.length, 'integer')
    const order = sql`order by ${first}count desc, value limit ${room}`
    const statement = render(
      sql`select value, count from (${counted}) as facet where value is not null and count > 0 ${order}`,
    )
    return [{ ...statement, token: token.fullName, maintained, read: (rows) => readFacet(token, rows) }]
  })
}

function facetTokens({ entity }: Plan, names: readonly string[] | undefined): readonly Token[] {
  if (!names)
    return entity.members.filter((member): member is Token => member.kind === 'token' && member.facet === true)
  return names.map((name) => {
    const member = entity.names.get(name.toLowerCase())
    if (member === undefined || member === 'self' || member.kind !== 'token') throw new TypeError(`${name} is no token`)
    return member
  })
}

function fromCounts(token: Token, query: Query): Fragment {
  const { from, tenant, value, folded, count } = token.sql!.counts!
  const cell = { token: elsewhere(token, value, folded), value: raw(value) }
  const columns = sql`${facetValue(cell)} as value, ${facetFolded(cell)} as folded, sum(${raw(count)})::bigint as count`
  return sql`select ${columns} from ${raw(from)} where ${raw(tenant)} = ${query.tenant} group by 1, 2`
}

function fromRollup({ from, where, tokens, count }: Rollup): Fragment {
  const token = tokens[0]!
  const cell = { token, value: column(token) }
  const columns = sql`${facetValue(cell)} as value, ${facetFolded(cell)} as folded, ${count} as count`
  return sql`select ${columns} from ${from} where ${where} group by 1, 2`
}

function fromRows(plan: Plan, token: Token, where: Predicate, query: Query): Fragment | undefined {
  const { group } = token
  if (group?.sql?.owners && !group.sql.held) return undefined
  const { id } = entitySql(plan.entity)
  const source = sourceWhere(plan, query, where)
  const { joins, cells, repeats } = joinTokens([token], id, query)
  const cell = cells[0]!
  const count = raw(repeats ? `count(distinct ${id})` : 'count(*)')
  const columns = sql`${facetValue(cell)} as value, ${facetFolded(cell)} as folded, ${count} as count`
  return sql`select ${columns} from ${source.from}${joins} where ${source.where} group by 1, 2`
}

function facetValue(cell: Cell): Fragment {
  return cell.token.type === 'ip' ? sql`host(${cell.value})` : textOf(cell)
}

/** What a chosen value is compared with: a text in small letters, anything else as it is written. */
function facetFolded(cell: Cell): Fragment {
  return isText(cell.token) ? foldedOf(cell, []) : facetValue(cell)
}

function isText({ type }: Token): boolean {
  return type === 'text' || type === 'keyword'
}

function writtenValue(token: Token, value: Scalar): string {
  if (token.type === 'ip') return writeAddress(String(value))
  return isText(token) ? String(value).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : String(value)
}

function readFacet(token: Token, rows: readonly Record<string, unknown>[]): readonly FacetValue[] {
  return rows.map(({ value, count }) => ({ value: readKey(token, String(value))!, count: Number(count) }))
}
