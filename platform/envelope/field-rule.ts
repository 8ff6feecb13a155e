import { isInstant } from './instant.ts'
import { limits } from './limits.ts'
import type { Item } from './record.ts'

/** The fields of a record as they came. */
export type Fields = Readonly<Record<string, unknown>>
/** Gives the reason why the fields are not right; undefined when they are. */
export type Rule = (fields: Fields) => string | undefined

const namePattern = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/
/** A word in kebab-case: kinds and reasons. */
export const kindPattern = /^[a-z][a-z0-9-]{0,62}$/

export function text(field: string, mostBytes: number, least = 0): Rule {
  return (fields) => {
    const value = fields[field]
    if (typeof value === 'string' && value.length >= least && isWithin(value, mostBytes)) return undefined
    return `${field} is a text of ${least} to ${mostBytes} bytes`
  }
}

export function pattern(field: string, form: RegExp): Rule {
  return (fields) => {
    const value = fields[field]
    return typeof value === 'string' && form.test(value) ? undefined : `${field} is a word in kebab-case`
  }
}

export function name(field: string): Rule {
  return (fields) => {
    const value = fields[field]
    if (typeof value === 'string' && value.length <= 100 && namePattern.test(value)) return undefined
    return `${field} is a name of the form app.noun`
  }
}

export function oneOf(field: string, choices: readonly string[]): Rule {
  return (fields) =>
    choices.includes(fields[field] as string) ? undefined : `${field} is one of ${choices.join(', ')}`
}

export function instant(field: string): Rule {
  return (fields) => (isInstant(fields[field]) ? undefined : `${field} is a UTC instant with milliseconds`)
}

export function whole(field: string): Rule {
  return (fields) => (Number.isSafeInteger(fields[field]) ? undefined : `${field} is a whole number`)
}

export function flag(field: string): Rule {
  return (fields) => (typeof fields[field] === 'boolean' ? undefined : `${field} is true or false`)
}

export function count(field: string): Rule {
  return (fields) => {
    const value = fields[field]
    return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 1_000_000
      ? undefined
      : `${field} is a positive whole number`
  }
}

export function optional(field: string, rule: Rule): Rule {
  return (fields) => (fields[field] === undefined ? undefined : rule(fields))
}

export function list(field: string, most: number, isRight: (value: unknown) => boolean, reason: string): Rule {
  return (fields) => {
    const values = fields[field]
    if (!Array.isArray(values) || values.length > most) return `${field} is a list of at most ${most}`
    return values.every(isRight) ? undefined : `${field}: ${reason}`
  }
}

export function item(field: string): Rule {
  return (fields) => itemFault(field, fields[field])
}

/** The bounds of `set`; a single item that does not fit its schema is a matter of whoever knows the schema. */
export function items(fields: Fields): string | undefined {
  const { set } = fields
  if (!isObject(set)) return 'set is an object of items by key'
  const entries = Object.entries(set)
  if (entries.length > limits.items) return `set has at most ${limits.items} items`
  for (const [key, value] of entries) {
    if (!isKey(key)) return `set: a key has at most ${limits.keyBytes} bytes`
    const fault = itemFault('set', value)
    if (fault) return `${fault}, at key ${show(key)}`
  }
  return undefined
}

function itemFault(field: string, value: unknown): string | undefined {
  if (!isObject(value)) return `${field}: an item is an object`
  return isWithin(JSON.stringify(value), limits.itemBytes)
    ? undefined
    : `${field}: an item has at most ${limits.itemBytes} bytes`
}

export function isIdentifier(value: unknown): boolean {
  if (!isObject(value) || typeof value.kind !== 'string' || !kindPattern.test(value.kind)) return false
  return typeof value.value === 'string' && value.value.length > 0 && isWithin(value.value, limits.valueBytes)
}

export function isKey(value: unknown): value is string {
  return typeof value === 'string' && isWithin(value, limits.keyBytes)
}

export function isScope(value: unknown): value is string {
  return typeof value === 'string' && isWithin(value, limits.scopeBytes)
}

export function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Most texts are short: three bytes for each UTF-16 unit is the worst case. */
function isWithin(value: string, mostBytes: number): boolean {
  return value.length * 3 <= mostBytes || Buffer.byteLength(value) <= mostBytes
}

export function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60)
}
