import type { Group, Token } from '../schema/entity.ts'
import { addressKey } from '../values/address.ts'
import { versionKey } from '../values/version-key.ts'

/** A plain object: a row of the entity or an element of a group. */
export type Row = Readonly<Record<string, unknown>>

/** The values of a token in this row, typed as in a plan; an absent one gives none. `key` reads a version as its key. */
export function valuesOf(row: Row, token: Token, reading: 'plain' | 'key'): (string | number | boolean)[] {
  const found = follow(row, token.steps)
  const all: readonly unknown[] = Array.isArray(found) ? found : [found]
  return all.flatMap((one) => typed(one, token, reading) ?? [])
}

/** The elements of a group in this row; a single object counts as one. */
export function elementsOf(row: Row, group: Group): readonly Row[] {
  const found = follow(row, group.steps)
  if (Array.isArray(found)) return found.filter((one): one is Row => typeof one === 'object' && one !== null)
  return typeof found === 'object' && found !== null ? [found as Row] : []
}

function follow(row: Row, steps: readonly string[]): unknown {
  let value: unknown = row
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Row)[step]
  }
  return value
}

function typed(value: unknown, token: Token, reading: 'plain' | 'key'): string | number | boolean | undefined {
  if (value === null || value === undefined) return undefined
  switch (token.type) {
    case 'date':
      return instant(value)
    case 'number':
    case 'size':
      return Number(value)
    case 'ip':
      return addressKey(String(value))
    case 'version':
      return reading === 'key' ? versionKey(String(value)) : String(value)
    case 'boolean':
      return Boolean(value)
    case 'enum':
      return token.values.find(({ stored, name }) => stored === value || name === value)?.stored ?? String(value)
    default:
      return String(value)
  }
}

function instant(value: unknown): number | undefined {
  const time = value instanceof Date ? value.getTime() : typeof value === 'number' ? value : Date.parse(String(value))
  return Number.isNaN(time) ? undefined : Math.floor(time)
}
