import type { VersionScheme } from '../versions/index.ts'

/** One end of an interval: the version as it was written, and as its scheme parsed it. */
export interface Bound {
  readonly text: string
  readonly version: unknown
  readonly inclusive: boolean
}

/** All versions between two bounds but for some; a bound that is absent lies beyond every version. */
export interface Interval {
  readonly lower: Bound | undefined
  readonly upper: Bound | undefined
  readonly except: readonly Bound[]
  /**
   * npm's rule for prereleases: where it is given, a prerelease is inside only when its numbers are among these
   * (`1.2.3`). Absent, a prerelease is a version like any other.
   */
  readonly prereleasesOf?: readonly string[]
}

/** A union of intervals; without any, it holds no version. */
export interface VersionRange {
  readonly scheme: VersionScheme
  readonly intervals: readonly Interval[]
}

/** `position` counts UTF-16 code units from the start of the text. */
export interface RangeProblem {
  readonly message: string
  readonly position: number
}

export type RangeResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: RangeProblem }

export function refuse(message: string, position = 0): { readonly ok: false; readonly problem: RangeProblem } {
  return { ok: false, problem: { message, position } }
}

/** No real range comes near these. Unit of the length: UTF-16 code units. */
export const maxRangeLength = 65_536
export const maxConstraints = 5_000
