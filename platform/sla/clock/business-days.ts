/** Days on which a clock runs. */
export interface Calendar {
  /** A name of the IANA time zone database. */
  readonly zone: string
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  readonly days: readonly number[]
  /** `YYYY-MM-DD`: days on which it stands still as well. */
  readonly holidays: readonly string[]
}

/** Half-open, in milliseconds since 1970. */
export interface Span {
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()
const starts = new Map<string, number>()

/** The number of the day (days since 1970) that a calendar's clock on the wall shows at an instant. */
export function dayAt(zone: string, at: number): number {
  return Math.floor((at + offsetAt(zone, at)) / dayMs)
}

/** From midnight to midnight on the wall: 23 or 25 hours when clocks change. */
export function spanOfDay(zone: string, day: number): Span {
  return { from: startOfDay(zone, day), to: startOfDay(zone, day + 1) }
}

export function isBusinessDay({ days, holidays }: Calendar, day: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1
  return days.includes(weekday) && !holidays.includes(dateOf(day))
}

/** `YYYY-MM-DD` of a day by its number. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

function startOfDay(zone: string, day: number): number {
  const key = `${zone}\n${day}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const midnight = day * dayMs
  // The offset in force at the wall's midnight; asked twice, as it may differ from that at midnight UTC.
  const guess = midnight - offsetAt(zone, midnight)
  const start = midnight - offsetAt(zone, guess)
  // A few zones and years; never more than can be looked through.
  if (starts.size > 20_000) starts.clear()
  starts.set(key, start)
  return start
}

/** How far the clock on the wall is ahead of UTC, in milliseconds. Throws a RangeError where the zone is unknown. */
function offsetAt(zone: string, at: number): number {
  if (zone === 'UTC') return 0
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    if (formats.size > 50) formats.clear()
    formats.set(zone, format)
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}
