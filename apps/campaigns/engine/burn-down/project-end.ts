import { theilSen } from './theil-sen.ts'

/** What is left to do at the end of a day: `2026-11-23`. */
export interface DayLeft {
  readonly day: string
  readonly left: number
}

/** When a campaign ends at its present pace. Days are dates. */
export type Projection =
  /** Nothing is left. */
  | { readonly kind: 'done' }
  /** Fewer than three days are known. */
  | { readonly kind: 'too-early'; readonly days: number }
  /** What is left does not fall. */
  | { readonly kind: 'no-end'; readonly perDay: number }
  /** `soonest` and `latest` are of the 90 % interval of the slope; no `latest` where that reaches up to no fall at all. */
  | {
      readonly kind: 'ends'
      readonly on: string
      readonly soonest: string
      readonly latest: string | null
      /** How many a day come off what is left. */
      readonly perDay: number
    }

const dayMs = 86_400_000
/** Older days say little about the present pace. */
const lookBackDays = 28
/** Whoever needs longer is as good as without an end. */
const farthestDays = 3650

/** Projects from the daily history, oldest first; the last day is the present. The slope is Theil–Sen's over the last four weeks. */
export function projectEnd(history: readonly DayLeft[]): Projection {
  const last = history.at(-1)
  if (last === undefined) return { kind: 'too-early', days: 0 }
  if (last.left === 0) return { kind: 'done' }
  const today = dayNumber(last.day)
  const recent = history
    .map(({ day, left }) => ({ x: dayNumber(day) - today, y: left }))
    .filter(({ x }) => x > -lookBackDays)
  const found = theilSen(recent)
  if (!found) return { kind: 'too-early', days: recent.length }
  const daysLeft = (slope: number) => (slope < 0 ? Math.ceil(last.left / -slope) : Number.POSITIVE_INFINITY)
  const days = daysLeft(found.slope)
  if (days > farthestDays) return { kind: 'no-end', perDay: rounded(-found.slope) }
  const latest = daysLeft(found.high)
  return {
    kind: 'ends',
    on: dayText(today + days),
    soonest: dayText(today + daysLeft(found.low)),
    latest: latest > farthestDays ? null : dayText(today + latest),
    perDay: rounded(-found.slope),
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100 + 0
}

/** Days since 1970-01-01. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs
}

export function dayText(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10)
}
