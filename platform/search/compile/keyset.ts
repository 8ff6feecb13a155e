import { type Fragment, join, param, raw, sql } from './fragment.ts'
import type { SortKeySql } from './sort-keys.ts'

/**
 * The rows behind a place in the order (or before it, going backwards). `values` are the texts of the keys of the row
 * at that place, null where it has none. Null comes last in either direction.
 */
export function behind(keys: readonly SortKeySql[], values: readonly (string | null)[], backwards: boolean): Fragment {
  const uniform = keys.every(({ nullable, descending }) => !nullable && descending === keys[0]!.descending)
  if (uniform) return rowBehind(keys, values, backwards)
  const steps = keys.map((key, index) => {
    const same = keys.slice(0, index).map((other, place) => equals(other, values[place] ?? null))
    return join([...same, beyond(key, values[index] ?? null, backwards)], ' and ')
  })
  return sql`(${join(
    steps.map((step) => sql`(${step})`),
    ' or ',
  )})`
}

/** All keys in one direction and none null: one comparison of rows, which an index serves. */
function rowBehind(keys: readonly SortKeySql[], values: readonly (string | null)[], backwards: boolean): Fragment {
  const sign = keys[0]!.descending !== backwards ? '<' : '>'
  const left = join(
    keys.map(({ expression }) => expression),
    ', ',
  )
  const right = join(
    keys.map((key, index) => sql`${param(values[index] ?? null, key.type)}`),
    ', ',
  )
  return sql`(${left}) ${raw(sign)} (${right})`
}

function equals({ expression, type }: SortKeySql, value: string | null): Fragment {
  return value === null ? sql`${expression} is null` : sql`${expression} = ${param(value, type)}`
}

function beyond(
  { expression, type, descending, nullable }: SortKeySql,
  value: string | null,
  backwards: boolean,
): Fragment {
  if (value === null) return backwards ? sql`${expression} is not null` : raw('false')
  const sign = descending !== backwards ? '<' : '>'
  const further = sql`${expression} ${raw(sign)} ${param(value, type)}`
  return nullable && !backwards ? sql`(${further} or ${expression} is null)` : further
}
