import units from './units.json' with { type: 'json' }
import { instantOf, wallTime } from './zone.ts'

/** `s m h d w M y`; the capital M is a month. */
export type Unit = keyof typeof units

/** True for a letter that counts time. */
export function isUnit(text: string): text is Unit {
  return Object.hasOwn(units, text)
}

const days = { s: 0, m: 0, h: 0, d: 1, w: 7, M: 31, y: 366 } as const
const horizon = 300_000_000_000_000

/**
 * Adds a count of units; NaN where that leads thousands of years away. Seconds to hours are lengths of time; days and longer keep the time of day on the wall, and
 * a day that a month does not have becomes its last one.
 */
export function addUnits(zone: string, instant: number, count: number, unit: Unit): number {
  if (unit === 's' || unit === 'm' || unit === 'h') return instant + count * units[unit].milliseconds
  if (Math.abs(instant + count * days[unit] * 86_400_000) > horizon) return Number.NaN
  const wall = wallTime(zone, instant)
  if (unit === 'd') return instantOf(zone, { ...wall, day: wall.day + count })
  if (unit === 'w') return instantOf(zone, { ...wall, day: wall.day + 7 * count })
  const months = wall.year * 12 + wall.month - 1 + (unit === 'M' ? count : 12 * count)
  const year = Math.floor(months / 12)
  const month = (months % 12) + 1
  return instantOf(zone, { ...wall, year, month, day: Math.min(wall.day, daysIn(year, month)) })
}

/** The start of the unit that the instant lies in. Weeks begin on Monday. */
export function startOfUnit(zone: string, instant: number, unit: Unit): number {
  const wall = { ...wallTime(zone, instant), millisecond: 0 }
  if (unit === 's') return instant - (((instant % 1000) + 1000) % 1000)
  if (unit === 'm') return instantWithin(zone, instant, { ...wall, second: 0 })
  const hour = { ...wall, second: 0, minute: 0 }
  if (unit === 'h') return instantWithin(zone, instant, hour)
  const day = { ...hour, hour: 0 }
  switch (unit) {
    case 'd':
      return instantOf(zone, day)
    case 'w':
      return instantOf(zone, { ...day, day: day.day - ((weekday(day.year, day.month, day.day) + 6) % 7) })
    case 'M':
      return instantOf(zone, { ...day, day: 1 })
    default:
      return instantOf(zone, { ...day, day: 1, month: 1 })
  }
}

/** Within an hour that comes twice, the start must not jump to the first of the two. */
function instantWithin(zone: string, instant: number, start: Parameters<typeof instantOf>[1]): number {
  const first = instantOf(zone, start)
  return instant - first >= 3_600_000 ? first + Math.floor((instant - first) / 3_600_000) * 3_600_000 : first
}

/** Days of a month, which counts from 1. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** 0 is Sunday. */
function weekday(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCDay()
}
