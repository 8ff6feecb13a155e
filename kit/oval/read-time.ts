import type { DateFormat } from './words.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const time = '(?:[ T]?\\s*(\\d{1,2}):(\\d{1,2}):(\\d{1,2}))?'

const yearFirst = [
  /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?$/,
  new RegExp(`^(\\d{4})/(\\d{1,2})/(\\d{1,2})${time}$`),
  new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})${time}$`),
]
const numbersFirst = [
  new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})${time}$`),
  new RegExp(`^(\\d{1,2})-(\\d{1,2})-(\\d{4})${time}$`),
]
const monthName = new RegExp(`^([A-Za-z]{3,9}),\\s*(\\d{1,2})\\s+(\\d{4})${time}$`)
const cim = [
  /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\.\d{6}[+-]\d{3}$/,
  /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2}):\d{3}$/,
]
const cimMonthFirst = /^(\d{2})-(\d{2})-(\d{4}) (\d{2}):(\d{2}):(\d{2}):\d{3}$/

/** Seconds between 1601, where Windows begins to count, and 1970. */
const windowsEpoch = 11_644_473_600n

/** A moment in one of the forms of DateTimeFormatEnumeration, in seconds since 1970; no form says a time zone, so that all is read as UTC. */
export function readTime(text: string, format: DateFormat): number | undefined {
  switch (format) {
    case 'seconds_since_epoch':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined
    case 'win_filetime': {
      if (!/^(?:(?:0x)?[0-9a-f]{1,16}|\d{1,20})$/i.test(text)) return undefined
      // Written in hexadecimal, where 15 digits reach far beyond our time; a decimal number of our time has 18.
      const decimal = /^\d{17,20}$/.test(text)
      return Number(BigInt(decimal || /^0x/i.test(text) ? text : `0x${text}`) / 10_000_000n - windowsEpoch)
    }
    case 'year_month_day':
      return first(yearFirst, text, (parts) => [parts[0], parts[1], parts[2]])
    case 'day_month_year':
      return first(numbersFirst, text, (parts) => [parts[2], parts[1], parts[0]])
    case 'month_day_year': {
      const named = monthName.exec(text)
      if (named === null) return first(numbersFirst, text, (parts) => [parts[2], parts[0], parts[1]])
      const [, name = '', day, year, ...clock] = named
      const month = months.indexOf(name.slice(0, 3).toLowerCase())
      return month < 0 ? undefined : secondsOf([Number(year), month + 1, Number(day)], clock.map(numberOf))
    }
    case 'cim_datetime':
      return (
        first(cim, text, (parts) => [parts[0], parts[1], parts[2]]) ??
        first([cimMonthFirst], text, (parts) => [parts[2], parts[0], parts[1]])
      )
  }
}

type Order = (parts: readonly number[]) => readonly (number | undefined)[]

function first(patterns: readonly RegExp[], text: string, order: Order): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    if (found === null) continue
    const parts = found.slice(1).map(numberOf)
    return secondsOf(order(parts), parts.slice(3))
  }
  return undefined
}

function numberOf(text: string | undefined): number {
  return text === undefined ? 0 : Number(text)
}

function secondsOf(date: readonly (number | undefined)[], clock: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0] = date
  const [hour = 0, minute = 0, second = 0] = clock
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000
}
