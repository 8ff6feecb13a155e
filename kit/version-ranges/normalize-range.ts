import type { VersionScheme } from '../versions/index.ts'
import { isEmpty } from './constraints.ts'
import { containsParsed } from './contains.ts'
import type { Bound, Interval, VersionRange } from './version-range.ts'

/**
 * The same versions as ordered intervals that neither overlap nor touch. Exceptions are single versions inside of an
 * interval. Of a range with npm's rule for prereleases the rule is left out, since no single interval can tell it.
 */
export function normalizeRange({ scheme, intervals }: VersionRange): VersionRange {
  const plain = intervals
    .filter((interval) => !isEmpty(scheme, interval))
    .map(({ lower, upper, except }): Interval => ({ lower, upper, except }))
  const merged: Interval[] = []
  for (const next of plain.sort((a, b) => compareLower(scheme, a.lower, b.lower))) {
    const last = merged.at(-1)
    const gap = last === undefined ? 1 : compareGap(scheme, last.upper, next.lower)
    if (last === undefined || gap > 0) {
      merged.push(next)
      continue
    }
    // Two intervals that both stop short of the same version: it is an exception of their union.
    const between = gap === 0 && last.upper !== undefined ? [last.upper] : []
    const upper = later(scheme, last.upper, next.upper)
    merged[merged.length - 1] = { lower: last.lower, upper, except: [...last.except, ...between, ...next.except] }
  }
  const whole: VersionRange = { scheme, intervals: plain }
  return { scheme, intervals: merged.flatMap((interval) => cleaned(whole, interval)) }
}

/** Exceptions that another interval holds after all, that stand outside, or twice, go; one at a bound opens it. */
function cleaned(whole: VersionRange, interval: Interval): readonly Interval[] {
  const { scheme } = whole
  let { lower, upper } = interval
  const except: Bound[] = []
  const sorted = [...interval.except].sort((a, b) => scheme.compare(a.version, b.version))
  for (const one of sorted) {
    if (containsParsed(whole, one.version)) continue
    if (except.some((known) => scheme.compare(known.version, one.version) === 0)) continue
    const fromLower = lower === undefined ? 1 : scheme.compare(one.version, lower.version)
    const toUpper = upper === undefined ? 1 : scheme.compare(upper.version, one.version)
    if (fromLower === 0 && lower !== undefined) lower = { ...lower, inclusive: false }
    if (toUpper === 0 && upper !== undefined) upper = { ...upper, inclusive: false }
    if (fromLower > 0 && toUpper > 0) except.push(one)
  }
  const result = { lower, upper, except }
  return isEmpty(scheme, result) ? [] : [result]
}

function compareLower(scheme: VersionScheme, a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1)
  return scheme.compare(a.version, b.version) || (a.inclusive ? 0 : 1) - (b.inclusive ? 0 : 1)
}

/** Positive where something lies between an upper and the next lower bound, 0 where exactly their version does. */
function compareGap(scheme: VersionScheme, upper: Bound | undefined, lower: Bound | undefined): number {
  if (upper === undefined || lower === undefined) return -1
  const order = scheme.compare(lower.version, upper.version)
  if (order !== 0) return order
  return upper.inclusive || lower.inclusive ? -1 : 0
}

function later(scheme: VersionScheme, a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  if (a === undefined || b === undefined) return undefined
  const order = scheme.compare(a.version, b.version)
  return order > 0 || (order === 0 && a.inclusive) ? a : b
}
