import { instantOf, wallTime } from '../../search/index.ts'
import type { Schedule } from '../rules/trigger.ts'

const day = 86_400_000

/**
 * The first moment after `now` at which a clock in the schedule's zone shows its time on one of its days; milliseconds since 1970. A time that a
 * clock change skips is taken as long after the change as it lies after its beginning; of one that comes twice the first.
 */
export function nextTime({ at, days, zone }: Schedule, now: number): number {
  const [hour, minute] = at.split(':').map(Number) as [number, number]
  const today = wallTime(zone, now)
  for (let ahead = 0; ahead <= 8; ahead++) {
    const wall = { ...today, day: today.day + ahead, hour, minute, second: 0, millisecond: 0 }
    const date = new Date(Date.UTC(today.year, today.month - 1, wall.day))
    const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay()
    if (!days.includes(weekday)) continue
    const instant = instantOf(zone, wall)
    if (instant > now) return instant
  }
  return now + day
}
