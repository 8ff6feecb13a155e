import type { CheckId, Outcome, Verdict } from '../../contract/index.ts'
import type { Sight } from './finding-state.ts'

/** What could not be assessed, and why. */
export interface NotAssessed {
  readonly check: CheckId
  /** Empty where it is the check as a whole; it stands for all places below it as well. */
  readonly place: string
  readonly outcome: 'unknown' | 'error'
  readonly reason: string
}

/** A batch of verdicts, read as a whole. */
export interface ReadVerdicts {
  /** One failing verdict per check and place. */
  readonly failing: readonly Verdict[]
  readonly notAssessed: readonly NotAssessed[]
  readonly counts: Readonly<Record<Outcome, number>>
  /** Checks that have a verdict. */
  readonly answered: readonly CheckId[]
  /** Checks that hold everywhere they were looked at, and those that do not apply. */
  readonly passed: readonly CheckId[]
  readonly notApplicable: readonly CheckId[]
  /** What the batch says of a finding that was open before. Not of one that it fails: that stands in `failing`. */
  sightOf(check: CheckId, place: string): Exclude<Sight, { kind: 'found' }>
}

/**
 * Reads the verdicts of a judge. `checks` are those that it answers. The rules, which make "not tested" never look like "fixed":
 * - A check without any verdict was not tested.
 * - `unknown` and `error` cover their place and every place below it (`/`); at the place `''` that is the check as a whole.
 * - Any other place of a check that was answered is gone when no verdict names it.
 * - Of two verdicts for one place the worse counts: fail, error, unknown, pass, not-applicable.
 * - With `coveredBy` verdicts may be of any further check, and such checks were tested wherever that one is neither `unknown` nor `error`.
 */
export function readVerdicts(
  checks: readonly CheckId[],
  verdicts: readonly Verdict[],
  coveredBy?: CheckId,
): ReadVerdicts {
  const byCheck = new Map<string, Map<string, Verdict>>(checks.map((check) => [check, new Map()]))
  for (const verdict of verdicts) {
    const places = byCheck.get(verdict.check) ?? new Map<string, Verdict>()
    if (coveredBy !== undefined) byCheck.set(verdict.check, places)
    else if (!byCheck.has(verdict.check)) throw new Error(`${verdict.check} is not among the checks that were judged`)
    const other = places.get(verdict.place)
    if (!other || isWorse(verdict, other)) places.set(verdict.place, verdict)
  }
  const all = [...byCheck.values()].flatMap((places) => [...places.values()])
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0, error: 0 }
  for (const { outcome } of all) counts[outcome]++
  const only = (outcome: Outcome) =>
    [...byCheck].filter(([, places]) => places.size > 0 && outcomes(places).every((each) => each === outcome))
  return {
    failing: all.filter(({ outcome }) => outcome === 'fail'),
    notAssessed: [...byCheck].flatMap(([check, places]) => notAssessed(check as CheckId, places)),
    counts,
    answered: [...byCheck].filter(([, places]) => places.size > 0).map(([check]) => check as CheckId),
    passed: [...byCheck]
      .filter(([, places]) => outcomes(places).includes('pass') && !outcomes(places).some(isOpen))
      .map(([check]) => check as CheckId),
    notApplicable: only('not-applicable').map(([check]) => check as CheckId),
    sightOf: (check, place) =>
      coveredBy === undefined || checks.includes(check)
        ? sightIn(byCheck.get(check), place)
        : sightBelow(byCheck.get(coveredBy), byCheck.get(check), place),
  }
}

/** Of a check that no list names. */
function sightBelow(
  covering: ReadonlyMap<string, Verdict> | undefined,
  own: ReadonlyMap<string, Verdict> | undefined,
  place: string,
): Exclude<Sight, { kind: 'found' }> {
  const isCovered = covering !== undefined && covering.size > 0
  if (!isCovered || coverings(place).some((above) => isUnsure(covering.get(above)))) return { kind: 'untested' }
  return own ? sightIn(own, place) : { kind: 'gone', because: 'absent' }
}

function sightIn(places: ReadonlyMap<string, Verdict> | undefined, place: string): Exclude<Sight, { kind: 'found' }> {
  if (!places) return { kind: 'gone', because: 'withdrawn' }
  if (places.size === 0) return { kind: 'untested' }
  const own = places.get(place)
  const said = own ? goneBy(own) : undefined
  if (said) return said
  if (coverings(place).some((above) => isUnsure(places.get(above)))) return { kind: 'untested' }
  const whole = places.get('')
  return (whole && goneBy(whole)) ?? { kind: 'gone', because: 'absent' }
}

function goneBy({ outcome, because }: Verdict): Extract<Sight, { kind: 'gone' }> | undefined {
  if (outcome === 'pass') return { kind: 'gone', because: 'passed', proof: because.summary }
  if (outcome === 'not-applicable') return { kind: 'gone', because: 'not-applicable', proof: because.summary }
  return undefined
}

/** The place itself and all above it: `a/b`, `a`, ``. */
function coverings(place: string): string[] {
  const above = ['']
  for (let slash = place.indexOf('/'); slash >= 0; slash = place.indexOf('/', slash + 1))
    above.push(place.slice(0, slash))
  return [...above, place]
}

function isUnsure(verdict: Verdict | undefined): boolean {
  return verdict?.outcome === 'unknown' || verdict?.outcome === 'error'
}

function isOpen(outcome: Outcome): boolean {
  return outcome === 'fail' || outcome === 'unknown' || outcome === 'error'
}

function outcomes(places: ReadonlyMap<string, Verdict>): Outcome[] {
  return [...places.values()].map(({ outcome }) => outcome)
}

function notAssessed(check: CheckId, places: ReadonlyMap<string, Verdict>): NotAssessed[] {
  if (places.size === 0) return [{ check, place: '', outcome: 'error', reason: 'The judge gave no answer.' }]
  return [...places.values()].flatMap(({ place, outcome, because }) =>
    outcome === 'unknown' || outcome === 'error' ? [{ check, place, outcome, reason: because.summary }] : [],
  )
}

const worstFirst: readonly Outcome[] = ['fail', 'error', 'unknown', 'pass', 'not-applicable']

function isWorse(verdict: Verdict, other: Verdict): boolean {
  const difference = worstFirst.indexOf(verdict.outcome) - worstFirst.indexOf(other.outcome)
  // Which of two equal ones stays must not depend on their order.
  return difference < 0 || (difference === 0 && JSON.stringify(verdict) < JSON.stringify(other))
}
