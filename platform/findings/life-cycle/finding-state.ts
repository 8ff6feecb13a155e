import type { Instant } from '../../contract/index.ts'

/** `new`: found by one test. `active`: found again by a later one. `fixed`: tested and no longer found. `reopened`: found after it was fixed. */
export type Status = 'new' | 'active' | 'fixed' | 'reopened'

export const statuses: readonly Status[] = ['new', 'active', 'reopened', 'fixed']

/** How far a test looked. A test that looked less far than the one that found something cannot say that it is gone. */
export type Reach = 'outside' | 'signed-in' | 'privileged'

export const reaches: readonly Reach[] = ['outside', 'signed-in', 'privileged']

/** One judgement of one asset by one judge. Batches of verdicts with one `testedAt` are one test. */
export interface Test {
  /** Tests of this asset by this judge are numbered from 1. */
  readonly number: number
  readonly testedAt: Instant
  /** When the test before this one was; absent for the first. */
  readonly previousAt?: Instant
  /** True where an earlier batch of this same test was already applied. */
  readonly continued: boolean
  /** True where the test looked at a newer observation than the one before: only then a finding is found *again*. */
  readonly fresh: boolean
  readonly reach: Reach
}

/** What one test says of one finding. `untested` is no answer: the finding stays as it is. `proof` is what shows that it is gone. */
export type Sight =
  | { readonly kind: 'found'; readonly severity: number; readonly evidence: string }
  | { readonly kind: 'gone'; readonly because: GoneBecause; readonly proof?: string }
  | { readonly kind: 'untested' }

/** `passed`: the check holds there now. `absent`: the place is no more. `withdrawn`: the check itself is no more. */
export type GoneBecause = 'passed' | 'not-applicable' | 'absent' | 'withdrawn'

/**
 * The life of a finding. What every unchanged test would move (last found, times found) is not written here but follows from the number and
 * time of the latest test: see `lastFoundAt` and `timesFound`.
 */
export interface FindingState {
  readonly status: Status
  /** When it came into this status. */
  readonly statusAt: Instant
  /** 1 (info) to 5 (critical). */
  readonly severity: number
  /** Digest of the evidence that decided last. */
  readonly evidence: string
  /** The farthest-looking test that found it. */
  readonly reach: Reach
  readonly firstFoundAt: Instant
  /** Last date of a fix, kept after reopening. */
  readonly fixedAt?: Instant
  readonly reopenedAt?: Instant
  readonly timesFixed: number
  readonly timesReopened: number
  /** Reopenings in a row that each came within a week of the fix. */
  readonly flaps: number
  /** Found by each test from this number on; absent while it is fixed or not tested. */
  readonly countingFrom?: number
  /** How many tests found it before `countingFrom`. */
  readonly foundBefore: number
  /** The last test that found it, where that is not the latest one. */
  readonly foundUntil?: Instant
  /** Since when no test has looked; absent while it is tested, or fixed. */
  readonly untestedSince?: Instant
  /** What a fix of this same test replaced, so that a later batch of the test can take it back. */
  readonly beforeFix?: Pick<FindingState, 'status' | 'statusAt'> & { readonly fixedAt?: Instant }
}

/** When it was last found. `testedAt` is the latest test of its asset by its judge, which may be older than a finding that was opened without one. */
export function lastFoundAt(state: FindingState, testedAt: Instant): Instant {
  if (state.countingFrom === undefined) return state.foundUntil ?? state.firstFoundAt
  return later(testedAt, state.firstFoundAt)
}

export function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other
}

/** How many tests found it. `tests` is the number of the latest test of its asset by its judge. */
export function timesFound(state: FindingState, tests: number): number {
  return state.foundBefore + (state.countingFrom === undefined ? 0 : tests - state.countingFrom + 1)
}

/** When a test last looked. For a fixed finding that is the latest test that did not miss its check; `testedAt` is right for both. */
export function lastTestedAt(state: FindingState, testedAt: Instant): Instant {
  return state.untestedSince === undefined ? later(testedAt, state.statusAt) : lastFoundAt(state, testedAt)
}
