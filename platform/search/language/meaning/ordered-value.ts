import type { Token } from '../schema/entity.ts'
import { type ProblemCode, problem, type QueryProblem } from '../syntax/problem.ts'
import type { CompareOperator, Value } from '../syntax/query.ts'
import { parseDate, type TimeContext } from '../time/parse-date.ts'
import { parseAddresses } from '../values/address.ts'
import { parseNumber, parseSize } from '../values/parse-number.ts'
import { versionKey } from '../values/version-key.ts'
import type { Bound } from './plan.ts'

/** A written value as a stretch: a number is a point, a date is as long as it is exact, a network is all its addresses. */
export interface Stretch {
  readonly low: string | number
  readonly high: string | number
  readonly highInclusive: boolean
}

export type OrderedType = 'number' | 'size' | 'date' | 'ip' | 'version'

const failures: Readonly<Record<OrderedType, ProblemCode>> = {
  number: 'value-not-a-number',
  size: 'value-not-a-size',
  date: 'value-not-a-date',
  ip: 'value-not-an-address',
  version: 'value-not-a-version',
}

export function isOrderedType(type: string): type is OrderedType {
  return Object.hasOwn(failures, type)
}

/** Reads a value of an ordered type; a problem with its place when it is none. */
export function readStretch(token: Token, value: Value, time: TimeContext): Stretch | QueryProblem {
  const type = token.type as OrderedType
  const read = stretchOf(type, value.text, time)
  if (read === 'too-large') return problem('value-too-large', value, { value: value.text, name: token.fullName })
  return read ?? problem(failures[type], value, { name: token.fullName, value: value.text === '' ? '""' : value.text })
}

function stretchOf(type: OrderedType, text: string, time: TimeContext): Stretch | 'too-large' | undefined {
  switch (type) {
    case 'number':
      return point(parseNumber(text))
    case 'size':
      return point(parseSize(text))
    case 'date': {
      const span = parseDate(text, time)
      return span && { low: span.from, high: span.to, highInclusive: false }
    }
    case 'ip': {
      const span = parseAddresses(text)
      return span && { low: span.from, high: span.to, highInclusive: true }
    }
    case 'version':
      return /\d/.test(text) && text.length <= 200 ? point(versionKey(text)) : undefined
  }
}

function point(value: string | number | undefined): Stretch | 'too-large' | undefined {
  if (value === undefined) return undefined
  if (Number.isNaN(value)) return 'too-large'
  return { low: value, high: value, highInclusive: true }
}

/** From where on to where values stand in this relation to the stretch. `!=` has no such answer: negate `=`. */
export function boundsOf(
  operator: Exclude<CompareOperator, '!='>,
  stretch: Stretch,
): { from: Bound | null; to: Bound | null } {
  switch (operator) {
    case ':':
    case '=':
      return { from: startOf(stretch), to: endOf(stretch) }
    case '>':
      return { from: beyond(stretch), to: null }
    case '>=':
      return { from: startOf(stretch), to: null }
    case '<':
      return { from: null, to: before(stretch) }
    case '<=':
      return { from: null, to: endOf(stretch) }
  }
}

/** The start of the stretch, itself included. */
export function startOf({ low }: Stretch): Bound {
  return { value: low, inclusive: true }
}

/** The end of the stretch, itself included. */
export function endOf({ high, highInclusive }: Stretch): Bound {
  return { value: high, inclusive: highInclusive }
}

/** Everything behind the stretch. */
export function beyond({ high, highInclusive }: Stretch): Bound {
  return { value: high, inclusive: !highInclusive }
}

/** Everything in front of the stretch. */
export function before({ low }: Stretch): Bound {
  return { value: low, inclusive: false }
}

/** True when nothing can lie between. */
export function isEmpty(from: Bound | null, to: Bound | null): boolean {
  if (!from || !to) return false
  return from.value > to.value || (from.value === to.value && !(from.inclusive && to.inclusive))
}
