/** A date and time of day on the wall, without a zone. Month and day count from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const formats = new Map<string, Intl.DateTimeFormat | null>()
const maxFormats = 600

/** True for an IANA name (`Europe/Prague`), `UTC` or an offset (`+02:00`) that this machine knows. */
export function isZone(zone: string): boolean {
  return formatOf(zone) !== null
}

/** What a clock in the zone shows at this instant (milliseconds since 1970). Throws a RangeError for an unknown zone. */
export function wallTime(zone: string, instant: number): WallTime {
  const format = formatOf(zone)
  if (!format) throw new RangeError(`${zone} is no time zone`)
  const parts: Record<string, number> = {}
  // The format knows whole seconds only and rounds towards zero before 1970.
  const second = Math.floor(instant / 1000) * 1000
  for (const { type, value } of format.formatToParts(second)) parts[type] = Number(value)
  return {
    year: parts.year!,
    month: parts.month!,
    day: parts.day!,
    hour: parts.hour!,
    minute: parts.minute!,
    second: parts.second!,
    millisecond: instant - second,
  }
}

/**
 * The instant at which a clock in the zone shows this. Fields out of range carry over (month 13 is January). A time
 * that a clock change skips is taken as long after the change as it would be after the gap began; of a time that
 * comes twice the first is taken.
 */
export function instantOf(zone: string, wall: WallTime): number {
  const local = utcOf(wall)
  const before = offsetAt(zone, local - 86_400_000)
  const after = offsetAt(zone, local + 86_400_000)
  const early = local - Math.max(before, after)
  if (offsetAt(zone, early) === Math.max(before, after)) return early
  const late = local - Math.min(before, after)
  if (offsetAt(zone, late) === Math.min(before, after)) return late
  // In a gap: count with the offset from before it.
  return local - before
}

/** Milliseconds that the zone is ahead of UTC at this instant. */
function offsetAt(zone: string, instant: number): number {
  return utcOf(wallTime(zone, instant)) - instant
}

function utcOf({ year, month, day, hour, minute, second, millisecond }: WallTime): number {
  // Date.UTC takes years below 100 for the twentieth century; the days that carry over are those of the year itself.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, millisecond)
  return date.getTime()
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  if (formats.size >= maxFormats) formats.clear()
  let format: Intl.DateTimeFormat | null = null
  try {
    format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    // An unknown zone is an answer, not a failure.
  }
  formats.set(zone, format)
  return format
}
