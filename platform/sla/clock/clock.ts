import { type Calendar, dayAt, isBusinessDay, type Span, spanOfDay } from './business-days.ts'

/** What a finding's clock reads. Instants in milliseconds since 1970; absent: not known, or not yet. */
export interface Timeline {
  readonly firstFound: number
  readonly published?: number
  readonly kevAdded?: number
  readonly ticketOpened?: number
  readonly fixed?: number
  /** While an exception holds, the clock stands still. Without `to` it still does. */
  readonly pauses?: readonly { readonly from: number; readonly to?: number }[]
}

export type ClockStart = 'firstFound' | 'published' | 'kevAdded' | 'ticketOpened'

export interface SlaTarget {
  /** Above 0, at most 3,650. Days of the calendar where there is one, of 24 hours otherwise. */
  readonly days: number
  /** The first of these that is known starts the clock. */
  readonly start: readonly ClockStart[]
  readonly calendar?: Calendar
}

export type ClockState = 'running' | 'paused' | 'breached' | 'met' | 'not-started'

export interface Clock {
  readonly state: ClockState
  readonly startedBy: ClockStart | undefined
  readonly started: number | undefined
  /** When the time is over; undefined while a pause without an end keeps it from coming. */
  readonly due: number | undefined
  readonly usedDays: number
  /** Below 0 it is nothing left: see `state`. */
  readonly leftDays: number
  readonly sentence: string
}

const dayMs = 86_400_000
const mostDays = 3650
/** A calendar of which so many days go by without a business day has none. */
const patience = 20_000

/** The state of a clock at an instant. Throws a RangeError for a number of days outside of its limits. */
export function clockAt(target: SlaTarget, timeline: Timeline, now: number): Clock {
  const { days, start, calendar } = target
  if (!(days > 0 && days <= mostDays))
    throw new RangeError(`A deadline is above 0 and at most ${mostDays} days, not ${days}.`)
  const startedBy = start.find((name) => timeline[name] !== undefined)
  const started = startedBy && timeline[startedBy]
  if (startedBy === undefined || started === undefined || started > now) {
    const sentence = startedBy
      ? 'The clock has not started yet.'
      : `The clock has no start: ${start.join(', ')} is not known.`
    return { state: 'not-started', startedBy, started, due: undefined, usedDays: 0, leftDays: days, sentence }
  }
  const pauses = merged(timeline.pauses ?? [])
  const end = Math.min(timeline.fixed ?? now, now)
  const due = instantAfter(started, days, pauses, calendar)
  const usedDays = daysBetween(started, end, pauses, calendar, days)
  const leftDays = Math.max(0, days - usedDays)
  const state = stateOf(due, end, timeline.fixed, now, pauses)
  return { state, startedBy, started, due, usedDays, leftDays, sentence: sentenceOf(state, due, days, leftDays) }
}

function stateOf(
  due: number | undefined,
  end: number,
  fixed: number | undefined,
  now: number,
  pauses: readonly Span[],
): ClockState {
  if (due !== undefined && end > due) return 'breached'
  if (fixed !== undefined && fixed <= now) return 'met'
  return pauses.some(({ from, to }) => from <= now && now < to) ? 'paused' : 'running'
}

/** Stretches in which the clock runs, with what a millisecond of each is worth in days. */
function* running(
  started: number,
  pauses: readonly Span[],
  calendar: Calendar | undefined,
): Generator<Span & { readonly worth: number }> {
  for (const open of openSpans(started, calendar)) {
    let from = open.from
    for (const pause of pauses) {
      if (pause.to <= from || pause.from >= open.to) continue
      if (pause.from > from) yield { from, to: pause.from, worth: open.worth }
      from = Math.max(from, pause.to)
    }
    if (from === Number.POSITIVE_INFINITY) return
    if (from < open.to) yield { from, to: open.to, worth: open.worth }
  }
}

function* openSpans(started: number, calendar: Calendar | undefined): Generator<Span & { readonly worth: number }> {
  if (!calendar) {
    yield { from: started, to: Number.POSITIVE_INFINITY, worth: 1 / dayMs }
    return
  }
  const first = dayAt(calendar.zone, started)
  for (let day = first; day < first + patience; day++) {
    if (!isBusinessDay(calendar, day)) continue
    const { from, to } = spanOfDay(calendar.zone, day)
    if (to > started) yield { from: Math.max(from, started), to, worth: 1 / (to - from) }
  }
}

function instantAfter(
  started: number,
  days: number,
  pauses: readonly Span[],
  calendar: Calendar | undefined,
): number | undefined {
  let left = days
  for (const { from, to, worth } of running(started, pauses, calendar)) {
    const here = (to - from) * worth
    if (here >= left - 1e-9) return Math.round(from + Math.min(left / worth, to - from))
    left -= here
  }
  return undefined
}

function daysBetween(
  started: number,
  end: number,
  pauses: readonly Span[],
  calendar: Calendar | undefined,
  most: number,
): number {
  let used = 0
  for (const { from, to, worth } of running(started, pauses, calendar)) {
    if (from >= end || used >= most) break
    used += (Math.min(to, end) - from) * worth
  }
  return Math.min(used, most)
}

/** Pauses in order, those that touch as one. */
function merged(pauses: NonNullable<Timeline['pauses']>): readonly Span[] {
  const spans: { from: number; to: number }[] = []
  const sorted = pauses
    .map(({ from, to = Number.POSITIVE_INFINITY }) => ({ from, to }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from)
  for (const span of sorted) {
    const last = spans.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else spans.push(span)
  }
  return spans
}

function sentenceOf(state: ClockState, due: number | undefined, days: number, leftDays: number): string {
  const by = due === undefined ? '' : new Date(due).toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
  const left = Math.round(leftDays * 10) / 10
  switch (state) {
    case 'met':
      return `Fixed in time${by ? `: due ${by}` : ''}.`
    case 'breached':
      return `Overdue: due ${by}, ${days} days after its start.`
    case 'paused':
      return `Paused by an exception, with ${left} of ${days} days left.`
    default:
      return due === undefined ? `${left} of ${days} days are left.` : `Due ${by}; ${left} of ${days} days are left.`
  }
}
