import type { Duration } from '../contract/index.ts'

/** How long events are kept, in days: each has partitions of its own (sql/0001-events.sql). */
const classes = [7, 30, 90, 400, 2600] as const

const lengths: Readonly<Record<string, number>> = { Y: 366, M: 31, W: 7, D: 1 }

/** The class that keeps events at least as long as their type says; the longest one where that is longer still. Throws on what is no duration of days. */
export function keptDays(keepFor: Duration): number {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(keepFor)
  const days = ['Y', 'M', 'W', 'D'].reduce(
    (sum, unit, index) => sum + Number(match?.[index + 1] ?? 0) * lengths[unit]!,
    0,
  )
  if (!match || days === 0) throw new Error(`"${keepFor}" is no time for which events are kept: use days, P90D`)
  return classes.find((each) => each >= days) ?? classes.at(-1)!
}
