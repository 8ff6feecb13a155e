import type { EnumValue, Token } from '../schema/entity.ts'
import type { QueryProblem } from '../syntax/problem.ts'
import type { CompareOperator, Range, Value } from '../syntax/query.ts'
import { versionPattern } from '../values/version-pattern.ts'
import { type Checking, refuse } from './checking.ts'
import { anyOf, never, notOf } from './combine-predicates.ts'
import { readEnumValues } from './enum-condition.ts'
import { meaningOf } from './meaning-of.ts'
import {
  before,
  beyond,
  boundsOf,
  endOf,
  isEmpty,
  isOrderedType,
  readStretch,
  type Stretch,
  startOf,
} from './ordered-value.ts'
import type { Bound, Predicate } from './plan.ts'
import { isAnything, isWildcard, textCondition } from './text-condition.ts'
import words from './type-words.json' with { type: 'json' }

const quotedOperator = /^\s*(>=|<=|!=|=|>|<)\s*(?=\S)/

/** What `token operator value` means; notes a problem where it means nothing. */
export function compareToken(checking: Checking, token: Token, operator: CompareOperator, value: Value): Predicate {
  if (operator === '!=') return notOf(compareToken(checking, token, '=', value))
  if (isAnything(value) && (operator === ':' || operator === '=')) return Object.freeze({ kind: 'present', token })
  if (value.style === 'bare' && /^null$/i.test(value.text) && (operator === ':' || operator === '=')) {
    return notOf(Object.freeze({ kind: 'present', token }))
  }
  switch (token.type) {
    case 'text':
    case 'keyword': {
      if (operator !== ':' && operator !== '=') return refuseOperator(checking, token, operator, value)
      return textCondition(token, value, operator === '=' || token.type === 'keyword')
    }
    case 'boolean':
      return compareBoolean(checking, token, operator, value)
    case 'enum':
      return compareEnum(checking, token, operator, value)
    default:
      return compareOrdered(checking, token, operator, value)
  }
}

/** What `token:[a .. b]` means. */
export function compareRange(checking: Checking, token: Token, range: Range): Predicate {
  if (token.type === 'enum' && token.ordered) return rangeOfEnum(checking, token, range)
  if (!isOrderedType(token.type)) {
    const parts = { name: token.fullName, type: words[token.type], operator: 'a range' }
    return refuse(checking, 'operator-not-for-type', range, parts)
  }
  const low = range.from && isOpen(range.from) ? null : range.from
  const high = range.to && isOpen(range.to) ? null : range.to
  const from = low && readStretch(token, low, checking.time)
  const to = high && readStretch(token, high, checking.time)
  const problems = [from, to].filter((end): end is QueryProblem => isProblem(end))
  if (problems.length > 0 || isProblem(from) || isProblem(to)) {
    checking.problems.push(...problems)
    return never
  }
  const lower = from && (range.fromInclusive ? startOf(from) : beyond(from))
  const upper = to && (range.toInclusive ? endOf(to) : before(to))
  if (from && to && from.low > to.low) {
    const text = `${to && range.to?.text} .. ${range.from?.text}`
    return refuse(checking, 'range-backwards', range, {}, { sentence: `Write ${text} if that is meant.` })
  }
  return between(token, lower, upper)
}

/** `[* .. 5]`, as other languages write an open end. */
function isOpen(value: Value): boolean {
  return value.style === 'bare' && value.text === '*'
}

function isProblem(value: Stretch | QueryProblem | null): value is QueryProblem {
  return value !== null && 'code' in value
}

function refuseOperator(checking: Checking, token: Token, operator: string, value: Value): Predicate {
  const sentence =
    token.type === 'text' || token.type === 'keyword'
      ? `Use : = != or ~ with ${token.fullName}.`
      : `Use : = or != with ${token.fullName}.`
  const parts = { name: token.fullName, type: words[token.type], operator }
  return refuse(checking, 'operator-not-for-type', value, parts, { sentence })
}

function compareOrdered(checking: Checking, token: Token, written: CompareOperator, value: Value): Predicate {
  const found = written === ':' && value.style !== 'exact' ? quotedOperator.exec(value.text) : null
  if (found) {
    const text = value.text.slice(found[0].length)
    return compareToken(checking, token, found[1] as CompareOperator, { ...value, text })
  }
  const operator = written as Exclude<CompareOperator, '!='>
  const stretch = readStretch(token, token.type === 'version' ? withoutStars(value) : value, checking.time)
  if ('code' in stretch) {
    checking.problems.push(stretch)
    return never
  }
  if (token.type === 'version' && (operator === ':' || isWildcard(value)) && value.style !== 'exact') {
    if (operator !== ':' && operator !== '=') return refuseOperator(checking, token, `${operator} with *`, value)
    return Object.freeze({
      kind: 'matches',
      token,
      regex: versionPattern(value.text),
      written: value.text,
      prefix: true,
    })
  }
  const { from, to } = boundsOf(operator, stretch)
  return between(token, from, to)
}

/** The stars of a version pattern say nothing about whether the rest is a version. */
function withoutStars(value: Value): Value {
  return isWildcard(value) ? { ...value, text: value.text.replaceAll('*', '') } : value
}

function between(token: Token, from: Bound | null, to: Bound | null): Predicate {
  if (from && to && from.value === to.value && from.inclusive && to.inclusive && token.type !== 'version') {
    return Object.freeze({ kind: 'equal', token, values: Object.freeze([from.value]), fold: false })
  }
  if (isEmpty(from, to)) return never
  return from || to ? Object.freeze({ kind: 'between', token, from, to }) : Object.freeze({ kind: 'present', token })
}

function compareBoolean(checking: Checking, token: Token, operator: CompareOperator, value: Value): Predicate {
  if (operator !== ':' && operator !== '=') return refuseOperator(checking, token, operator, value)
  const word = value.text.trim().toLowerCase()
  const yes = /^(?:true|yes|1)$/.test(word)
  if (!yes && !/^(?:false|no|0)$/.test(word)) {
    return refuse(checking, 'value-not-a-boolean', value, { name: token.fullName, value: value.text })
  }
  return Object.freeze({ kind: 'equal', token, values: Object.freeze([yes]), fold: false })
}

function compareEnum(checking: Checking, token: Token, operator: CompareOperator, value: Value): Predicate {
  const found = operator === ':' && value.style !== 'exact' && token.ordered ? quotedOperator.exec(value.text) : null
  if (found) {
    const text = value.text.slice(found[0].length)
    return compareToken(checking, token, found[1] as CompareOperator, { ...value, text })
  }
  if (operator !== ':' && operator !== '=' && !token.ordered) return refuseOperator(checking, token, operator, value)
  const values = readEnumValues(token, value)
  if ('code' in values) {
    checking.problems.push(values)
    return never
  }
  if (operator === ':' || operator === '=') return anyOf(values.map((one) => valueCondition(checking, token, one)))
  const ranks = ranksOf(checking, token, values, value)
  if (ranks === undefined) return never
  const { from, to } = boundsOf(operator as Exclude<CompareOperator, '!='>, ranks)
  return enumBetween(token, from, to)
}

function valueCondition(checking: Checking, token: Token, one: EnumValue): Predicate {
  if (one.means !== undefined) return meaningOf(checking, token, one)
  return Object.freeze({ kind: 'equal', token, values: Object.freeze([one.stored]), fold: false })
}

function rangeOfEnum(checking: Checking, token: Token, range: Range): Predicate {
  const ends = [range.from, range.to].map((end) => {
    if (end === null || isOpen(end)) return null
    const values = readEnumValues(token, end)
    if (!('code' in values)) return ranksOf(checking, token, values, end)
    checking.problems.push(values)
    return undefined
  })
  const [low, high] = ends
  if (low === undefined || high === undefined) return never
  if (low && high && low.low > high.low) return refuse(checking, 'range-backwards', range)
  const from = low && (range.fromInclusive ? startOf(low) : beyond(low))
  return enumBetween(token, from, high && (range.toInclusive ? endOf(high) : before(high)))
}

/** Where values stand in the order of their enum; a value that stands for a query has no place in it. */
function ranksOf(checking: Checking, token: Token, values: readonly EnumValue[], value: Value): Stretch | undefined {
  const ranks = values.filter(({ means }) => means === undefined).map(({ rank }) => rank)
  if (ranks.length === 0) {
    refuseOperator(checking, token, `an order with ${value.text}`, value)
    return undefined
  }
  return { low: Math.min(...ranks), high: Math.max(...ranks), highInclusive: true }
}

function enumBetween(token: Token, from: Bound | null, to: Bound | null): Predicate {
  const values = token.values.filter(({ rank, means }) => {
    if (means !== undefined) return false
    const above = !from || rank > Number(from.value) || (from.inclusive && rank === from.value)
    return above && (!to || rank < Number(to.value) || (to.inclusive && rank === to.value))
  })
  if (values.length === 0) return never
  return Object.freeze({ kind: 'equal', token, values: Object.freeze(values.map(({ stored }) => stored)), fold: false })
}
