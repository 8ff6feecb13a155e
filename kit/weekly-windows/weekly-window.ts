/** A stretch of time that comes back on days of the week, by the clock on the wall in a time zone. */
export interface WeeklyWindow {
  /** 1 is Monday, 7 is Sunday (ISO 8601): the days on which it begins. */
  readonly days: readonly number[]
  /** `HH:MM`, from 00:00 to 23:59. */
  readonly from: string
  /** The first minute that is outside. At or before `from`, it is on the next day. */
  readonly to: string
  /** A name of the IANA time zone database: `Europe/Prague`, `UTC`. */
  readonly zone: string
}

const minutesOfDay = 1440
const minutesOfWeek = 7 * minutesOfDay

/** Why a window makes no sense; undefined where it does. */
export function windowProblem({ days, from, to, zone }: WeeklyWindow): string | undefined {
  if (days.length === 0) return 'a window begins on one day at least'
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) return 'days are 1 (Monday) to 7 (Sunday)'
  for (const time of [from, to]) {
    if (minuteOf(time) === undefined) return `"${time}" is no time of day: write HH:MM, from 00:00 to 23:59`
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return undefined
  } catch {
    return `"${zone}" is no time zone: write a name such as Europe/Prague or UTC`
  }
}

/** Minutes since midnight of `HH:MM`; undefined where the text is none. */
export function minuteOf(time: string): number | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute)
}

/** How many minutes a window lasts by the clock on the wall: 1 to 1440. */
export function lengthOf({ from, to }: WeeklyWindow): number {
  const length = (minuteOf(to) ?? 0) - (minuteOf(from) ?? 0)
  return length > 0 ? length : length + minutesOfDay
}

/** Minutes of a week, as clocks on walls show it, that none of the windows covers. Windows of several zones count as if they were of one. */
export function openMinutesOfWeek(windows: readonly WeeklyWindow[]): number {
  const covered = new Uint8Array(minutesOfWeek)
  for (const window of windows) {
    for (const day of window.days) {
      const start = (day - 1) * minutesOfDay + (minuteOf(window.from) ?? 0)
      for (let minute = 0; minute < lengthOf(window); minute++) covered[(start + minute) % minutesOfWeek] = 1
    }
  }
  return covered.reduce((open, minute) => open - minute, minutesOfWeek)
}
