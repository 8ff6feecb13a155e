import { lengthOf, minuteOf, type WeeklyWindow } from './weekly-window.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/**
 * Whether an instant (milliseconds since 1970) lies in a window. What counts is what the clock on the wall shows at that instant: a window in the hour that
 * clocks leave out in spring does not come that day, one in the hour that comes twice in autumn comes twice.
 * Throws a RangeError where the zone is unknown.
 */
export function isWithin(window: WeeklyWindow, atMs: number): boolean {
  const { day, minute } = onTheWall(window.zone, atMs)
  const from = minuteOf(window.from) ?? 0
  const end = from + lengthOf(window)
  const before = day === 1 ? 7 : day - 1
  return (
    (window.days.includes(day) && minute >= from && minute < end) ||
    (window.days.includes(before) && minute + 1440 < end)
  )
}

/** The day of the week (1 is Monday) and the minute of the day that clocks in a zone show. */
function onTheWall(zone: string, atMs: number): { readonly day: number; readonly minute: number } {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
    // A fleet has a handful of zones.
    if (formats.size > 50) formats.clear()
    formats.set(zone, format)
  }
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  return { day: weekdays.indexOf(part.weekday ?? '') + 1, minute: Number(part.hour) * 60 + Number(part.minute) }
}
