import type { FindingState, GoneBecause, Sight, Test } from './finding-state.ts'
import { later, reaches } from './finding-state.ts'
import { flapsAfterReopening } from './flapping.ts'

/** What happened to a finding in one step, in the order in which it is told. */
export type Change =
  | { readonly kind: 'opened' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'fixed'; readonly because: GoneBecause; readonly proof?: string }
  /** The fix of an earlier batch of the same test is taken back: the test found it after all. */
  | { readonly kind: 'corrected' }
  | { readonly kind: 'severity'; readonly from: number; readonly to: number }
  | { readonly kind: 'evidence'; readonly from: string; readonly to: string }
  | { readonly kind: 'untested' }
  | { readonly kind: 'tested' }

export interface Step {
  readonly state: FindingState | undefined
  readonly changes: readonly Change[]
}

/**
 * The life-cycle: what a test makes of a finding, or of none. Pure. Within one test found beats gone and gone beats untested, whatever the order
 * of its batches. The caller tells every open finding of the asset and judge what the test said of it, `untested` where it said nothing.
 */
export function applySight(state: FindingState | undefined, sight: Sight, test: Test): Step {
  switch (sight.kind) {
    case 'found':
      return state ? found(state, sight, test) : { state: opened(sight, test), changes: [{ kind: 'opened' }] }
    case 'gone':
      return state ? gone(state, sight, test) : { state, changes: [] }
    case 'untested':
      return state ? untested(state, test) : { state, changes: [] }
  }
}

type Found = Extract<Sight, { kind: 'found' }>
type Gone = Extract<Sight, { kind: 'gone' }>

function opened({ severity, evidence }: Found, test: Test): FindingState {
  return {
    status: 'new',
    statusAt: test.testedAt,
    severity,
    evidence,
    reach: test.reach,
    firstFoundAt: test.testedAt,
    timesFixed: 0,
    timesReopened: 0,
    flaps: 0,
    countingFrom: test.number,
    foundBefore: 0,
  }
}

function found(state: FindingState, sight: Found, test: Test): Step {
  if (isFoundBy(state, test)) return foundTwice(state, sight, test)
  const changes: Change[] = []
  let { untestedSince, foundUntil, beforeFix, ...next } = state
  if (state.status === 'fixed' && state.fixedAt === test.testedAt && beforeFix) {
    const { fixedAt: _, ...rest } = next
    const { fixedAt } = beforeFix
    next = { ...rest, ...beforeFix, ...(fixedAt && { fixedAt }), timesFixed: state.timesFixed - 1 }
    changes.push({ kind: 'corrected' })
  } else if (state.status === 'fixed') {
    const flaps = flapsAfterReopening(state, test.testedAt)
    const timesReopened = state.timesReopened + 1
    const at = test.testedAt
    next = { ...next, status: 'reopened', statusAt: at, reopenedAt: at, timesReopened, flaps }
    changes.push({ kind: 'reopened' })
  } else if (untestedSince !== undefined) {
    changes.push({ kind: 'tested' })
  }
  if (next.status !== 'active' && test.fresh && next.statusAt < test.testedAt) {
    next = { ...next, status: 'active', statusAt: test.testedAt }
    changes.push({ kind: 'confirmed' })
  }
  const counted = { ...next, countingFrom: next.countingFrom ?? test.number, reach: farther(next, test) }
  return withSight(counted, sight, changes)
}

/** A second batch of the test found it too: the worse case decides, and between equal ones the smaller digest. */
function foundTwice(state: FindingState, sight: Found, test: Test): Step {
  const worse =
    sight.severity > state.severity || (sight.severity === state.severity && sight.evidence < state.evidence)
  const next = { ...state, reach: farther(state, test) }
  return worse ? withSight(next, sight, []) : { state: next, changes: [] }
}

function withSight(state: FindingState, { severity, evidence }: Found, changes: Change[]): Step {
  if (severity !== state.severity) changes.push({ kind: 'severity', from: state.severity, to: severity })
  if (evidence !== state.evidence) changes.push({ kind: 'evidence', from: state.evidence, to: evidence })
  return { state: { ...state, severity, evidence }, changes }
}

function gone(state: FindingState, { because, proof }: Gone, test: Test): Step {
  if (state.status === 'fixed' || isFoundBy(state, test)) return { state, changes: [] }
  if (because !== 'withdrawn' && rank(test) < rank(state)) return untested(state, test)
  const { untestedSince, ...rest } = stopCounting(state, test)
  const before = { status: state.status, statusAt: state.statusAt, ...(state.fixedAt && { fixedAt: state.fixedAt }) }
  const at = test.testedAt
  const timesFixed = state.timesFixed + 1
  const next = { ...rest, status: 'fixed' as const, statusAt: at, fixedAt: at, timesFixed, beforeFix: before }
  return { state: next, changes: [{ kind: 'fixed', because, ...(proof && { proof }) }] }
}

function untested(state: FindingState, test: Test): Step {
  if (state.countingFrom === undefined || isFoundBy(state, test)) return { state, changes: [] }
  return { state: { ...stopCounting(state, test), untestedSince: test.testedAt }, changes: [{ kind: 'untested' }] }
}

/** After each batch every open finding was found by the test or is marked untested, thus a counting one was found by it. */
function isFoundBy(state: FindingState, test: Test): boolean {
  return test.continued && state.countingFrom !== undefined
}

function stopCounting(state: FindingState, test: Test): FindingState {
  const { countingFrom, ...rest } = state
  if (countingFrom === undefined) return state
  const foundUntil = later(test.previousAt ?? state.firstFoundAt, state.firstFoundAt)
  return { ...rest, foundBefore: state.foundBefore + test.number - countingFrom, foundUntil }
}

function rank(of: { readonly reach: FindingState['reach'] }): number {
  return reaches.indexOf(of.reach)
}

function farther(state: FindingState, test: Test): FindingState['reach'] {
  return rank(test) > rank(state) ? test.reach : state.reach
}
