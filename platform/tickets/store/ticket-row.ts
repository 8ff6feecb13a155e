import type { TicketState } from '../course/ticket-state.ts'

/** A ticket as the database has it, as far as its course goes. */
export interface TicketRow {
  readonly number: number
  readonly standing: TicketState['standing']['kind']
  readonly ignoredBy: 'person' | 'exceptions' | null
  readonly ignoredUntil: string | null
  readonly since: string
  readonly timesReopened: number
}

export const courseColumns = `t.number, t.standing, t.ignored_by as "ignoredBy", t.ignored_until as "ignoredUntil", t.standing_since as since,
  t.times_reopened as "timesReopened"`

export function stateOf({ standing, ignoredBy, ignoredUntil, since, timesReopened }: TicketRow): TicketState {
  const common = { since: Date.parse(since), timesReopened }
  if (standing !== 'ignored') return { standing: { kind: standing }, ...common }
  if (ignoredBy === 'exceptions') return { standing: { kind: 'ignored', by: 'exceptions' }, ...common }
  const until = ignoredUntil === null ? undefined : Date.parse(ignoredUntil)
  return { standing: { kind: 'ignored', by: 'person', ...(until !== undefined && { until }) }, ...common }
}
