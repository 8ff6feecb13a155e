import { addUnits, daysIn, isUnit, startOfUnit, type Unit } from './calendar.ts'
import { instantOf } from './zone.ts'

/** A date as it was written is a stretch of time: a day, a minute, a millisecond. Milliseconds since 1970, `to` excluded. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
  /** The stretch is one instant: `now`, `now-7d`. */
  readonly instant: boolean
}

/** What a written date is relative to. */
export interface TimeContext {
  /** Milliseconds since 1970. */
  readonly now: number
  /** IANA name or offset; dates without a zone of their own are meant there. */
  readonly zone: string
}

const earliest = -62_135_596_800_000
const latest = 253_402_300_799_999
const relative = /^now((?:[+-]\d{1,6}[smhdwMy])*)(?:\/([smhdwMy]))?$/
const step = /([+-])(\d{1,6})([smhdwMy])/g
const absolute =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/i

/**
 * Reads `2026`, `2026-11`, `2026-11-22`, `2026-11-22T10:30Z`, `now`, `now-7d`, `now-3w/d`, `today` or `yesterday`
 * (ISO 8601 calendar dates, years 1 to 9999). Undefined for anything else.
 */
export function parseDate(text: string, context: TimeContext): TimeSpan | undefined {
  const word = text.trim()
  const span = parseRelative(expandWord(word), context) ?? parseAbsolute(word, context.zone)
  return span && span.from >= earliest && span.to <= latest + 1 ? span : undefined
}

function expandWord(word: string): string {
  if (/^today$/i.test(word)) return 'now/d'
  if (/^yesterday$/i.test(word)) return 'now-1d/d'
  return word.replace(/^now/i, 'now')
}

function parseRelative(word: string, { now, zone }: TimeContext): TimeSpan | undefined {
  const found = relative.exec(word)
  if (!found) return undefined
  let instant = now
  for (const [, sign, count, unit] of found[1]!.matchAll(step)) {
    instant = addUnits(zone, instant, (sign === '-' ? -1 : 1) * Number(count), unit as Unit)
    // Later steps could otherwise leave the range of the calendar.
    if (!(instant >= earliest && instant <= latest)) return undefined
  }
  const unit = found[2]
  if (unit === undefined || !isUnit(unit)) return { from: instant, to: instant + 1, instant: true }
  const from = startOfUnit(zone, instant, unit)
  const next = startOfUnit(zone, addUnits(zone, from, 1, unit), unit)
  return { from, to: next, instant: false }
}

function parseAbsolute(word: string, zone: string): TimeSpan | undefined {
  const found = absolute.exec(word)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, fraction, offset] = found
  const wall = {
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').slice(0, 3).padEnd(3, '0')),
  }
  if (wall.year < 1 || wall.month < 1 || wall.month > 12 || wall.day < 1 || wall.day > daysIn(wall.year, wall.month))
    return undefined
  if (wall.hour > 23 || wall.minute > 59 || wall.second > 59) return undefined
  const there = offset === undefined ? zone : zoneOfOffset(offset)
  if (there === undefined) return undefined
  const from = instantOf(there, wall)
  return { from, to: endOf(there, wall, from, found), instant: false }
}

function zoneOfOffset(offset: string): string | undefined {
  if (offset.toUpperCase() === 'Z') return 'UTC'
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset)!
  if (Number(hours) > 18 || Number(minutes ?? 0) > 59) return undefined
  return `${sign}${hours}:${minutes ?? '00'}`
}

function endOf(zone: string, wall: Parameters<typeof instantOf>[1], from: number, found: RegExpExecArray): number {
  const [, , month, day, hour, minute, second, fraction] = found
  if (month === undefined) return instantOf(zone, { ...wall, year: wall.year + 1 })
  if (day === undefined) return instantOf(zone, { ...wall, month: wall.month + 1 })
  if (hour === undefined) return instantOf(zone, { ...wall, day: wall.day + 1 })
  if (minute === undefined) return from + 3_600_000
  if (second === undefined) return from + 60_000
  if (fraction === undefined) return from + 1000
  return from + 10 ** Math.max(0, 3 - fraction.length)
}
