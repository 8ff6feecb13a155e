import type { Between, Bound, Equal } from '../meaning/plan.ts'
import type { Token } from '../schema/entity.ts'
import { shorten } from '../syntax/problem.ts'
import { addUnits, startOfUnit, type Unit } from '../time/calendar.ts'
import type { TimeContext } from '../time/parse-date.ts'
import { wallTime } from '../time/zone.ts'
import { writeAddress } from '../values/address.ts'

const sizes: readonly [string, number][] = [
  ['PiB', 2 ** 50],
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['PB', 1e15],
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['KiB', 2 ** 10],
  ['KB', 1e3],
]

/** Texts joined as in a sentence: "a, b or c"; many become "a, b, c or 7 others". */
export function listWords(words: readonly string[], last: 'and' | 'or'): string {
  const shown = words.length > 6 ? [...words.slice(0, 4), `${words.length - 4} others`] : words
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`
}

/** The values of an `equal` as a person says them. */
export function equalValues({ token, values, fold }: Equal): readonly string[] {
  return values.map((value) => {
    if (token.type === 'text' || token.type === 'keyword') return fold ? quoted(value) : `exactly ${quoted(value)}`
    return plainValue(token, value)
  })
}

/** One value as a person says it: an enum's label, a size with its unit, an address. */
export function plainValue(token: Token, value: string | number | boolean): string {
  switch (token.type) {
    case 'enum': {
      const found = token.values.find(({ stored }) => stored === value)
      return found?.label?.toLowerCase() ?? found?.name ?? String(value)
    }
    case 'size':
      return sizeWords(Number(value))
    case 'ip':
      return writeAddress(String(value))
    default:
      return String(value)
  }
}

/** "web" in quotes, cut to a readable length. */
export function quoted(value: unknown): string {
  return `"${shorten(String(value))}"`
}

function sizeWords(bytes: number): string {
  const unit = sizes.find(([, size]) => bytes >= size && Number.isInteger((bytes / size) * 10))
  return unit ? `${bytes / unit[1]} ${unit[0]}` : `${bytes} bytes`
}

/** What lies between two ends: "more than 70", "from 1 to 5", "on 2026-11-22", "within 10.0.0.0/8". */
export function betweenWords({ token, from, to }: Pick<Between, 'token' | 'from' | 'to'>, time: TimeContext): string {
  if (token.type === 'date') return dateWords(from, to, time)
  if (token.type === 'ip' && from && to) return networkWords(String(from.value), String(to.value))
  const value = (bound: Bound) => (token.type === 'version' ? versionWords(bound) : plainValue(token, bound.value))
  if (from && to) {
    if (from.value === to.value) return value(from)
    if (from.inclusive && to.inclusive) return `from ${value(from)} to ${value(to)}`
    return `${lowerWords(from, value(from))} and ${upperWords(to, value(to))}`
  }
  if (from) return lowerWords(from, value(from))
  return to ? upperWords(to, value(to)) : 'anything'
}

function lowerWords({ inclusive }: Bound, value: string): string {
  return inclusive ? `${value} or more` : `more than ${value}`
}

function upperWords({ inclusive }: Bound, value: string): string {
  return inclusive ? `${value} or less` : `less than ${value}`
}

/** The key of a version, read back: enough for an echo. */
function versionWords({ value }: Bound): string {
  const key = String(value).replace(/#$/, '')
  let text = ''
  for (let at = 0; at < key.length; ) {
    const character = key[at]!
    if (/[1-8]/.test(character)) {
      text += key.slice(at + 1, at + 1 + Number(character))
      at += 1 + Number(character)
    } else if (character === '9') {
      const length = Number(key.slice(at + 1, at + 4))
      text += key.slice(at + 4, at + 4 + length)
      at += 4 + length
    } else {
      text += { '!': '~', $: '^', '{': '+', '|': '-', '}': '.' }[character] ?? character
      at += 1
    }
  }
  return text
}

function networkWords(from: string, to: string): string {
  const [low, high] = [BigInt(`0x${from.slice(1)}`), BigInt(`0x${to.slice(1)}`)]
  const size = high - low + 1n
  const bits = size.toString(2).length - 1
  if (size === 1n << BigInt(bits) && low % size === 0n) {
    return `within ${writeAddress(from)}/${(from.length - 1) * 4 - bits}`
  }
  return `from ${writeAddress(from)} to ${writeAddress(to)}`
}

const cuts: readonly [Unit, number, string][] = [
  ['y', 4, 'in'],
  ['M', 7, 'in'],
  ['d', 10, 'on'],
]

function dateWords(from: Bound | null, to: Bound | null, { zone }: TimeContext): string {
  const [start, end] = [from && Number(from.value), to && Number(to.value)]
  if (start !== null && end !== null) {
    for (const [unit, length, word] of cuts) {
      const whole = startOfUnit(zone, start, unit) === start && addUnits(zone, start, 1, unit) === end
      if (whole) return `${word} ${momentWords(start, zone).slice(0, length)}`
    }
    return `from ${momentWords(start, zone)} to before ${momentWords(end, zone)}`
  }
  if (start !== null) return `since ${momentWords(start, zone)}`
  return end === null ? 'at any time' : `before ${momentWords(end, zone)}`
}

/** `2026-11-22` at midnight, otherwise `2026-11-22 10:30`, as a clock in the zone shows it. */
export function momentWords(instant: number, zone: string): string {
  const { year, month, day, hour, minute, second } = wallTime(zone, instant)
  const two = (number: number) => String(number).padStart(2, '0')
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  if (hour === 0 && minute === 0 && second === 0) return date
  return `${date} ${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`
}
