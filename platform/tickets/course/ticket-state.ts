/**
 * Where a ticket stands. `resolved` is a person's word, `fixed` is proven by the evidence of its findings; `invalid` when none of its findings
 * is left. `ignored` by a person holds until `until`, by exceptions for as long as they hold.
 */
export type Standing =
  | { readonly kind: 'open' }
  | { readonly kind: 'resolved' }
  | { readonly kind: 'fixed' }
  | { readonly kind: 'ignored'; readonly by: 'person'; readonly until?: number }
  | { readonly kind: 'ignored'; readonly by: 'exceptions' }
  | { readonly kind: 'invalid' }

/** Instants in milliseconds since 1970. */
export interface TicketState {
  readonly standing: Standing
  /** Since when it stands so. */
  readonly since: number
  /** How often it was opened again. Above 0 an open ticket is told as reopened. */
  readonly timesReopened: number
}

/** What a ticket reads of each finding that it covers. A finding that was deleted is not among them. */
export interface CoveredFinding {
  readonly status: 'open' | 'fixed'
  /** An exception holds for it. */
  readonly excepted: boolean
  /** When a test last found it. */
  readonly lastFoundAt: number
}

/** What a person may do. `until` of an ignored ticket: when it opens again if it is not fixed by then. */
export type Action =
  | { readonly kind: 'resolve' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'ignore'; readonly until?: number }

/** Why a ticket changed, as its history tells it. */
export type Reason =
  | 'person'
  | 'evidence'
  | 'found-again'
  | 'exceptions'
  | 'exceptions-ended'
  | 'time-over'
  | 'no-findings'

export interface TicketStep {
  readonly state: TicketState
  /** Undefined when nothing changed. */
  readonly because: Reason | undefined
}

/** A new ticket. */
export function newTicket(now: number): TicketState {
  return { standing: { kind: 'open' }, since: now, timesReopened: 0 }
}

/** The state after a change of standing; being opened again is counted. */
export function stepTo(state: TicketState, standing: Standing, now: number, because: Reason): TicketStep {
  const timesReopened = state.timesReopened + (standing.kind === 'open' ? 1 : 0)
  return { state: { standing, since: now, timesReopened }, because }
}
