/** ISO 8601 text, milliseconds since 1970, or a date. */
export type Moment = string | number | Date

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Milliseconds since 1970, or NaN where the text is no date. */
export function toMillis(moment: Moment): number {
  return moment instanceof Date ? moment.getTime() : typeof moment === 'number' ? moment : Date.parse(moment)
}

/** How long ago, in one unit: "8 s ago", "4 min ago", "in 2 days"; beyond a month the date itself. */
export function formatRelative(moment: Moment, now: number, zone?: string): string {
  const then = toMillis(moment)
  if (Number.isNaN(then)) return 'unknown'
  const distance = Math.abs(now - then)
  if (distance < 5_000) return 'just now'
  if (distance >= 30 * day) return formatDate(then, zone)
  const span = formatSpan(distance)
  return then <= now ? `${span} ago` : `in ${span}`
}

/** One unit, rounded down: "8 s", "4 min", "3 h", "12 days". */
export function formatSpan(millis: number): string {
  if (millis < minute) return `${Math.floor(millis / 1000)} s`
  if (millis < hour) return `${Math.floor(millis / minute)} min`
  if (millis < day) return `${Math.floor(millis / hour)} h`
  const days = Math.floor(millis / day)
  return days === 1 ? '1 day' : `${days} days`
}

/** Two units where the first is small: "1 h 12 min", "4 min 5 s", "12 days". */
export function formatDuration(millis: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
    [1000, 's'],
  ]
  const first = parts.findIndex(([size]) => millis >= size)
  if (first < 0) return `${Math.round(millis)} ms`
  const [size, name] = parts[first]!
  const lead = Math.floor(millis / size)
  const next = parts[first + 1]
  const rest = next ? Math.floor((millis - lead * size) / next[0]) : 0
  return rest > 0 && next ? `${lead} ${name} ${rest} ${next[1]}` : `${lead} ${name}`
}

/** "22 Nov 2026". */
export function formatDate(moment: Moment, zone?: string): string {
  return join(moment, zone, { day: 'numeric', month: 'short', year: 'numeric' }, ['day', 'month', 'year'])
}

/** "12 Nov 09:31": for lists within a year. */
export function formatDayTime(moment: Moment, zone?: string): string {
  return `${join(moment, zone, { day: 'numeric', month: 'short' }, ['day', 'month'])} ${formatClock(moment, zone)}`
}

/** "10:14", or "10:14:07" with seconds. */
export function formatClock(moment: Moment, zone?: string, seconds = false): string {
  return formatter({
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZone: zone,
  }).format(toMillis(moment))
}

/** "22 Nov 2026, 10:12:48 GMT+1": everything there is to know, for titles and exports. */
export function formatExact(moment: Moment, zone?: string): string {
  const millis = toMillis(moment)
  if (Number.isNaN(millis)) return String(moment)
  const name = formatter({ timeZoneName: 'short', timeZone: zone })
    .formatToParts(millis)
    .find((part) => part.type === 'timeZoneName')
  return `${formatDate(millis, zone)}, ${formatClock(millis, zone, true)} ${name?.value ?? ''}`.trim()
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making one takes a hundred times as long as using it, and lists write thousands of times. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  let made = formatters.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', options)
    formatters.set(key, made)
  }
  return made
}

function join(
  moment: Moment,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
  order: readonly Intl.DateTimeFormatPartTypes[],
): string {
  const parts = formatter({ ...options, timeZone: zone }).formatToParts(toMillis(moment))
  return order.map((type) => parts.find((part) => part.type === type)?.value.replace('Sept', 'Sep') ?? '').join(' ')
}
