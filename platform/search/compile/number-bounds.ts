import type { Bound } from '../language/meaning/plan.ts'
import type { SqlType } from '../language/schema/sql-spec.ts'

const whole: Readonly<Partial<Record<SqlType, readonly [number, number]>>> = {
  smallint: [-32768, 32767],
  integer: [-2147483648, 2147483647],
  bigint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
}

/** The values that a column of this type can hold at all; the others equal nothing in it. */
export function holdable(type: SqlType, values: readonly number[]): readonly number[] {
  const limits = whole[type]
  if (!limits) return values
  return values.filter((value) => Number.isInteger(value) && value >= limits[0] && value <= limits[1])
}

/**
 * The same end for a column of whole numbers: 5.5 becomes the next whole number inside. `none` when nothing in the
 * column can reach it, null when everything does.
 */
export function lowerBound(type: SqlType, bound: Bound | null): Bound | null | 'none' {
  const limits = whole[type]
  if (!bound || !limits) return bound
  const value = Number(bound.value)
  const first = bound.inclusive ? Math.ceil(value) : Math.floor(value) + 1
  if (first > limits[1]) return 'none'
  return first <= limits[0] ? null : { value: first, inclusive: true }
}

/** As lowerBound, for the upper end. */
export function upperBound(type: SqlType, bound: Bound | null): Bound | null | 'none' {
  const limits = whole[type]
  if (!bound || !limits) return bound
  const value = Number(bound.value)
  const last = bound.inclusive ? Math.floor(value) : Math.ceil(value) - 1
  if (last < limits[0]) return 'none'
  return last >= limits[1] ? null : { value: last, inclusive: true }
}
