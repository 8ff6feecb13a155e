import { globToRegex } from './glob-to-regex.ts'
import type { OvalFunction, OvalValue } from './model.ts'
import { exceeded, type Patterns } from './patterns.ts'
import { readTime } from './read-time.ts'
import type { Datatype } from './words.ts'

/** What a function needs beside its values. */
export interface FunctionContext {
  readonly patterns: Patterns
  /** Seconds since 1970. */
  readonly now: number
}

/** More values than content ever means: combinations multiply. */
export const maxValues = 200_000

/** Why a function has no value. */
export class FunctionError extends Error {}

/** Applies a function to the values of its parts. Throws FunctionError. Source: OVAL Language Specification 5.11, section 5.2.8.3. */
export function applyFunction(
  call: OvalFunction,
  parts: readonly (readonly OvalValue[])[],
  context: FunctionContext,
): readonly OvalValue[] {
  const [first = []] = parts
  switch (call.name) {
    case 'concat':
      return combine(parts, (values) => string(values.map(({ text }) => text).join('')))
    case 'arithmetic':
      return combine(parts, (values) => calculate(call.operation, values))
    case 'begin':
      return first.map(({ text }) => string(text.startsWith(call.character) ? text : call.character + text))
    case 'end':
      return first.map(({ text }) => string(text.endsWith(call.character) ? text : text + call.character))
    case 'escape_regex':
      return first.map(({ text }) => string(text.replace(/[\^$\\.[\](){}*+?|]/g, '\\$&')))
    case 'split':
      return bounded(first.flatMap(({ text }) => text.split(call.delimiter).map(string)))
    case 'substring':
      return first.map(({ text }) => string(substring(text, call.start, call.length)))
    case 'regex_capture':
      return first.map(({ text }) => string(capture(call.pattern, text, context.patterns)))
    case 'time_difference':
      return difference(call, parts, context.now)
    case 'count':
      return [{ text: String(parts.reduce((sum, values) => sum + values.length, 0)), datatype: 'int' }]
    case 'unique':
      return [...new Map(parts.flat().map((value) => [value.text, value])).values()]
    case 'merge':
      return parts.flat()
    case 'glob_to_regex':
      return first.map(({ text }) => {
        const regex = globToRegex(text, call.noEscape)
        if (regex === undefined) throw new FunctionError(`a bracket of "${text.slice(0, 100)}" is not closed`)
        return string(regex)
      })
  }
}

function string(text: string): OvalValue {
  return { text, datatype: 'string' }
}

function bounded(values: readonly OvalValue[]): readonly OvalValue[] {
  if (values.length > maxValues) throw new FunctionError(`there are more than ${maxValues} values`)
  return values
}

/** Every combination of one value of each part; the first part turns fastest. */
function combine(
  parts: readonly (readonly OvalValue[])[],
  join: (values: readonly OvalValue[]) => OvalValue,
): readonly OvalValue[] {
  // A part without values takes no part.
  const filled = parts.filter((values) => values.length > 0)
  if (filled.length === 0) return []
  const count = filled.reduce((product, values) => product * values.length, 1)
  if (count > maxValues) throw new FunctionError(`there are more than ${maxValues} combinations of values`)
  return Array.from({ length: count }, (_, index) => {
    let rest = index
    return join(
      filled.map((values) => {
        const value = values[rest % values.length] as OvalValue
        rest = Math.floor(rest / values.length)
        return value
      }),
    )
  })
}

function calculate(operation: 'add' | 'multiply', values: readonly OvalValue[]): OvalValue {
  const numbers = values.map(({ text }) => {
    const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : Number.NaN
    if (Number.isNaN(number)) throw new FunctionError(`"${text.slice(0, 64)}" is no number`)
    return number
  })
  const whole = values.every(
    ({ datatype, text }) => datatype === 'int' || (datatype === 'string' && /^\s*[+-]?\d+\s*$/.test(text)),
  )
  const datatype: Datatype = whole ? 'int' : 'float'
  if (whole) {
    const exact = values.map(({ text }) => BigInt(text.trim().replace(/^\+/, '')))
    const result = operation === 'add' ? exact.reduce((a, b) => a + b) : exact.reduce((a, b) => a * b)
    return { text: String(result), datatype }
  }
  const result = operation === 'add' ? numbers.reduce((a, b) => a + b) : numbers.reduce((a, b) => a * b)
  return { text: String(result), datatype }
}

/** Positions count from 1, and lower ones mean the first; a negative length means all that is left. */
function substring(text: string, start: number, length: number): string {
  const characters = [...text]
  const from = Math.max(start, 1) - 1
  if (from >= characters.length) throw new FunctionError(`"${text.slice(0, 64)}" is shorter than ${start} characters`)
  return characters.slice(from, length < 0 ? undefined : from + length).join('')
}

/** The first group; empty where the pattern does not match or has none. */
function capture(pattern: string, text: string, patterns: Patterns): string {
  const read = patterns.read(pattern)
  if (typeof read === 'string') throw new FunctionError(read)
  const found = read.exec(text)
  if (found === 'exceeded') throw new FunctionError(exceeded(pattern))
  return found?.groups[1] ?? ''
}

function difference(
  call: Extract<OvalFunction, { name: 'time_difference' }>,
  parts: readonly (readonly OvalValue[])[],
  now: number,
): readonly OvalValue[] {
  if (parts.length > 2) throw new FunctionError('time_difference takes one or two parts')
  // Of one part, the difference is that from now.
  const [earlier, later] = parts.length === 1 ? [undefined, parts[0]] : [parts[0], parts[1]]
  const moment = (value: OvalValue, format: typeof call.first) => {
    const seconds = readTime(value.text.trim(), format)
    if (seconds === undefined) throw new FunctionError(`"${value.text.slice(0, 64)}" is no time in the form ${format}`)
    return seconds
  }
  const firsts = earlier?.map((value) => moment(value, call.first)) ?? [now]
  const seconds = (later ?? []).map((value) => moment(value, call.second))
  if (firsts.length * seconds.length > maxValues)
    throw new FunctionError(`there are more than ${maxValues} differences`)
  return firsts.flatMap((a) => seconds.map((b): OvalValue => ({ text: String(Math.trunc(a - b)), datatype: 'int' })))
}
