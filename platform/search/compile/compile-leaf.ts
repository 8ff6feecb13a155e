import type { Apart, Between, Bound, Equal, Leaf, Like, Matches } from '../language/meaning/plan.ts'
import { postgresRegex } from '../language/regex/postgres-regex.ts'
import type { Token } from '../language/schema/entity.ts'
import { writeAddress } from '../language/values/address.ts'
import { type Cell, column, columnType, foldedOf, textOf } from './column.ts'
import { type Fragment, join, type Parameter, param, raw, sql } from './fragment.ts'
import { afterPrefix, hasTrigram, likePattern, widePattern } from './like-pattern.ts'
import { holdable, lowerBound, upperBound } from './number-bounds.ts'

const yes = raw('true')
const no = raw('false')

/**
 * A condition on one token. Where the value is absent it is false or null, and negated it is true: so it may stand
 * under any `and` and `or`, while `not` around it would be wrong. `alone` says that only `and` stands around it.
 */
export function compileLeaf(leaf: Leaf, negated: boolean, alone: boolean): Fragment {
  if (leaf.kind === 'apart') return negated ? isNotTrue(compileApart(leaf)) : compileApart(leaf)
  const { token } = leaf
  const searched = searchFor(leaf)
  if (searched) return compileSearch(searched, negated, alone)
  if (token.many) {
    const element = { token, value: raw('e.v') }
    const some = sql`exists (select 1 from unnest(${column(token)}) as e(v) where ${compileCell(leaf, element)})`
    return negated ? sql`not ${some}` : some
  }
  const cell = { token, value: column(token) }
  return negated ? compileNegated(leaf, cell) : compileCell(leaf, cell)
}

function compileCell(leaf: Exclude<Leaf, Apart>, cell: Cell): Fragment {
  switch (leaf.kind) {
    case 'equal':
      return compileEqual(leaf, cell)
    case 'between':
      return compileBetween(leaf, cell)
    case 'like':
      return compileLike(leaf, cell)
    case 'matches':
      return sql`${textOf(cell)} ~ ${param(postgresRegex(leaf.regex), 'text')}`
    case 'present':
      return cell.token.required && !cell.token.many ? yes : sql`${cell.value} is not null`
  }
}

function compileNegated(leaf: Exclude<Leaf, Apart>, cell: Cell): Fragment {
  const { required } = cell.token
  switch (leaf.kind) {
    case 'present':
      return required ? no : sql`${cell.value} is null`
    case 'equal':
      return compileUnequal(leaf, cell)
    default: {
      const positive = compileCell(leaf, cell)
      return required ? sql`not (${positive})` : isNotTrue(positive)
    }
  }
}

function isNotTrue(condition: Fragment): Fragment {
  return sql`(${condition}) is not true`
}

function compileEqual(leaf: Equal, cell: Cell): Fragment {
  if (cell.token.type === 'boolean') {
    if (leaf.values.length > 1) return sql`${cell.value} is not null`
    return sql`${cell.value} = ${raw(leaf.values[0] ? 'true' : 'false')}`
  }
  const { left, values, type } = sidesOf(leaf, cell)
  if (values.length === 0) return no
  const same = (side: Fragment, wanted: readonly unknown[]) =>
    wanted.length === 1 ? sql`${side} = ${param(wanted[0], type)}` : sql`${side} = any(${param(wanted, `${type}[]`)})`
  const small = leaf.fold ? undefined : smallTexts(cell, values)
  // What is the same is the same in small letters too, which is what an index may hold: in the order of the column, thus without one of ours.
  return small ? sql`(${same(raw(cell.token.sql!.folded!), small)} and ${same(left, values)})` : same(left, values)
}

/** The values in small letters, where the column has them ready and they are ASCII: of that, every database agrees what its small letters are. */
function smallTexts({ token }: Cell, values: readonly unknown[]): readonly string[] | undefined {
  if (token.many || !token.sql?.folded) return undefined
  const texts = values.map(String)
  return texts.every((text) => /^[\x00-\x7f]*$/.test(text)) ? texts.map((text) => text.toLowerCase()) : undefined
}

/**
 * The other values of a boolean or enum are asked for by name, because an index can find them; of anything else it is
 * said which ones are not wanted.
 */
function compileUnequal(leaf: Equal, cell: Cell): Fragment {
  const { token, value } = cell
  const orNull = (condition: Fragment) => (token.required ? condition : sql`(${condition} or ${value} is null)`)
  if (token.type === 'boolean') {
    if (leaf.values.length > 1) return sql`${value} is null`
    return orNull(compileEqual({ ...leaf, values: [!leaf.values[0]] }, cell))
  }
  if (token.type === 'enum') {
    const others = token.values.filter(({ means, stored }) => means === undefined && !leaf.values.includes(stored))
    return orNull(compileEqual({ ...leaf, values: others.map(({ stored }) => stored) }, cell))
  }
  const { left, values, type } = sidesOf(leaf, cell)
  if (values.length === 0) return yes
  if (values.length > 1) return orNull(sql`${left} <> all(${param(values, `${type}[]`)})`)
  const [only] = values
  return token.required ? sql`${left} <> ${param(only, type)}` : sql`${left} is distinct from ${param(only, type)}`
}

function sidesOf(leaf: Equal, cell: Cell): { left: Fragment; values: readonly unknown[]; type: string } {
  const { token } = cell
  const type = columnType(token)
  switch (token.type) {
    case 'text':
    case 'keyword':
    case 'version': {
      const texts = leaf.values.map(String)
      return { left: leaf.fold ? foldedOf(cell, texts) : textOf(cell), values: texts, type: 'text' }
    }
    case 'number':
    case 'size':
      return { left: cell.value, values: holdable(type, leaf.values.map(Number)).map(String), type }
    case 'ip':
      return { left: cell.value, values: leaf.values.map((value) => writeAddress(String(value))), type }
    default:
      return { left: cell.value, values: leaf.values, type }
  }
}

function compileBetween({ token, from, to }: Between, cell: Cell): Fragment {
  const type = columnType(token)
  const number = token.type === 'number' || token.type === 'size'
  const low = number ? lowerBound(type, from) : from
  const high = number ? upperBound(type, to) : to
  if (low === 'none' || high === 'none') return no
  const left = token.type === 'version' ? sql`${raw(token.sql!.key!)} collate "C"` : cell.value
  const ends = [
    ...(low ? [sql`${left} ${raw(low.inclusive ? '>=' : '>')} ${boundParam(token, low)}`] : []),
    ...(high ? [sql`${left} ${raw(high.inclusive ? '<=' : '<')} ${boundParam(token, high)}`] : []),
  ]
  if (ends.length === 0) return sql`${cell.value} is not null`
  return ends.length === 1 ? ends[0]! : sql`(${join(ends, ' and ')})`
}

function boundParam(token: Token, { value }: Bound): Parameter {
  const type = columnType(token)
  if (token.type === 'date') return param(new Date(Number(value)).toISOString(), type)
  if (token.type === 'ip') return param(writeAddress(String(value)), type)
  return param(String(value), type)
}

/** A known start is a stretch of the order, which an index can find and row-level security lets it. */
function compileLike({ pieces }: Like, cell: Cell): Fragment {
  const left = foldedOf(cell, pieces)
  if (pieces.length === 1) return sql`${left} = ${param(pieces[0], 'text')}`
  const start = pieces[0]!
  const end = pieces.length === 2 && pieces[1] === '' ? afterPrefix(start) : undefined
  if (end !== undefined) return sql`(${left} >= ${param(start, 'text')} and ${left} < ${param(end, 'text')})`
  return sql`${left} like ${param(likePattern(pieces), 'text')}`
}

function compileApart({ token, minus, from, to }: Apart): Fragment {
  const moment = (one: Token) => sql`floor(extract(epoch from ${column(one)}) * 1000)`
  const length = sql`(${moment(token)} - ${moment(minus)})`
  const ends = [
    ...(from ? [sql`${length} ${raw(from.inclusive ? '>=' : '>')} ${param(String(from.value), 'numeric')}`] : []),
    ...(to ? [sql`${length} ${raw(to.inclusive ? '<=' : '<')} ${param(String(to.value), 'numeric')}`] : []),
  ]
  return sql`(${join(ends, ' and ')})`
}

interface Search {
  readonly function: string
  readonly id: string
  readonly argument: string
  /** Asked of the rows again where the function may find more than is wanted. */
  readonly again: Fragment | null
}

/** The listed function that serves this condition, where the token names one and an index could not serve it directly. */
function searchFor(leaf: Exclude<Leaf, Apart>): Search | undefined {
  const search = leaf.token.sql?.search
  if (!search) return undefined
  if (leaf.kind === 'matches') return regexSearch(leaf)
  if (leaf.kind !== 'like' || !search.like || leaf.pieces.length === 1 || !hasTrigram(leaf.pieces)) return undefined
  const prefix = leaf.pieces.length === 2 && leaf.pieces[1] === ''
  if (prefix && leaf.token.sql?.folded) return undefined
  const { pattern, exact } = widePattern(leaf.pieces)
  const again = exact ? null : compileLike(leaf, { token: leaf.token, value: column(leaf.token) })
  return { function: search.like, id: search.id, argument: pattern, again: leaf.token.many ? null : again }
}

function regexSearch({ token, regex }: Matches): Search | undefined {
  const search = token.sql?.search
  if (!search?.regex) return undefined
  return { function: search.regex, id: search.id, argument: postgresRegex(regex), again: null }
}

function compileSearch(search: Search, negated: boolean, alone: boolean): Fragment {
  const { again } = search
  const found = idIn(
    search.id,
    sql`${raw(search.function)}(${param(search.argument, 'text')})`,
    negated && !again,
    alone,
  )
  if (!again) return found
  const both = sql`(${found} and ${again})`
  return negated ? isNotTrue(both) : both
}

/**
 * Whether an id is among those that a function returns. Negated, and with only `and` around, it is an anti-join, which
 * is no slower than the positive one.
 */
export function idIn(id: string, call: Fragment, negated: boolean, alone: boolean): Fragment {
  if (!negated) return sql`${raw(id)} in (select ${call})`
  if (alone) return sql`not exists (select 1 from ${call} as m(id) where m.id = ${raw(id)})`
  return sql`not (${raw(id)} in (select ${call}))`
}
