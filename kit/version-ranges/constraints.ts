import type { VersionScheme } from '../versions/index.ts'
import type { Bound, Interval } from './version-range.ts'

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A comparator with the version it compares to, as written and as parsed. */
export interface Constraint {
  readonly comparator: Comparator
  readonly text: string
  readonly version: unknown
}

/** The interval of the versions that satisfy all of the constraints. It may hold none. */
export function intervalOf(scheme: VersionScheme, constraints: readonly Constraint[]): Interval {
  let lower: Bound | undefined
  let upper: Bound | undefined
  const except: Bound[] = []
  for (const { comparator, text, version } of constraints) {
    const bound: Bound = { text, version, inclusive: comparator.includes('=') }
    if (comparator === '!=') except.push({ ...bound, inclusive: false })
    if (comparator === '=' || comparator === '>' || comparator === '>=') lower = narrower(scheme, lower, bound, 1)
    if (comparator === '=' || comparator === '<' || comparator === '<=') upper = narrower(scheme, upper, bound, -1)
  }
  return { lower, upper, except }
}

/** Of two bounds of the same side the one that lets less through; `side` is 1 for lower bounds. */
function narrower(scheme: VersionScheme, known: Bound | undefined, bound: Bound, side: 1 | -1): Bound {
  if (known === undefined) return bound
  const order = scheme.compare(bound.version, known.version) * side
  return order > 0 || (order === 0 && !bound.inclusive) ? bound : known
}

/** Whether no version can be inside, as far as the bounds tell. */
export function isEmpty(scheme: VersionScheme, { lower, upper }: Interval): boolean {
  if (lower === undefined || upper === undefined) return false
  const order = scheme.compare(lower.version, upper.version)
  return order > 0 || (order === 0 && !(lower.inclusive && upper.inclusive))
}
