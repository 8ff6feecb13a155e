import type { Instant } from '../../contract/index.ts'
import type { FindingState } from './finding-state.ts'

const day = 24 * 60 * 60 * 1000
const soon = 7 * day
const quiet = 30 * day
const often = 2

/** The number of quick reopenings in a row, when one more comes now. */
export function flapsAfterReopening(state: Pick<FindingState, 'flaps' | 'fixedAt'>, at: Instant): number {
  return state.fixedAt !== undefined && between(state.fixedAt, at) <= soon ? state.flaps + 1 : 0
}

/** True for a finding that was fixed and came back within a week, twice or more in a row, the last time within thirty days. */
export function isFlapping(state: Pick<FindingState, 'flaps' | 'reopenedAt'>, now: Instant): boolean {
  return state.flaps >= often && state.reopenedAt !== undefined && between(state.reopenedAt, now) <= quiet
}

function between(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from)
}
