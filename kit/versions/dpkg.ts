import { decimalKey } from './key.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

/** A Debian version, `[epoch:]upstream[-revision]`, as its text and where its parts are. Source: deb-version(7). */
export interface DpkgVersion {
  readonly text: string
  /** What `scan` found. */
  readonly places: number
}

export const dpkg: VersionScheme<DpkgVersion> = {
  parse(text) {
    const places = scan(text)
    return places < 0 ? undefined : { text, places }
  },
  compare: (a, b) => comparePlaces(a.text, a.places, b.text, b.places),
  compareTexts(a, b) {
    const left = scan(a)
    const right = scan(b)
    return left < 0 || right < 0 ? undefined : comparePlaces(a, left, b, right)
  },
  key({ text, places }) {
    const start = startOf(places)
    const end = endOf(places)
    return (
      decimalKey(start === 0 ? '' : text.slice(0, start - 1)) +
      partKey(text.slice(start, end)) +
      partKey(text.slice(end + 1))
    )
  },
}

/** 1 for digits, 2 for whatever else a version may hold but `:` and `-`. */
const kinds = new Uint8Array(128)
for (let code = 33; code < 127; code++)
  kinds[code] = isDigit(code) ? 1 : /[A-Za-z.+~]/.test(String.fromCharCode(code)) ? 2 : 0

/**
 * Where upstream starts and ends in the text, packed into one number, as this is the hot path of matching; -1 when the
 * text is no version. The revision, if any, follows the hyphen at the end of upstream.
 */
function scan(text: string): number {
  const length = text.length
  if (length > maxVersionLength) return -1
  let start = 0
  let hyphen = -1
  let lastColon = -1
  let onlyDigits = true
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code === 58) {
      if (lastColon < 0) {
        if (index === 0 || !onlyDigits) return -1
        start = index + 1
      }
      lastColon = index
    } else if (code === 45) {
      hyphen = index
      onlyDigits = false
    } else {
      const kind = code < 128 ? kinds[code] : 0
      if (kind === 0) return -1
      if (kind === 2) onlyDigits = false
    }
  }
  const end = hyphen < 0 ? length : hyphen
  return end <= start || (hyphen >= 0 && lastColon > hyphen) ? -1 : start | (end << shift)
}

const shift = 12

function startOf(places: number): number {
  return places & ((1 << shift) - 1)
}

function endOf(places: number): number {
  return places >> shift
}

function comparePlaces(a: string, left: number, b: string, right: number): Order {
  const leftStart = startOf(left)
  const rightStart = startOf(right)
  const leftEnd = endOf(left)
  const rightEnd = endOf(right)
  return (
    (leftStart === 0 && rightStart === 0 ? 0 : comparePart(a, 0, leftStart - 1, b, 0, rightStart - 1)) ||
    comparePart(a, leftStart, leftEnd, b, rightStart, rightEnd) ||
    comparePart(a, leftEnd + 1, a.length, b, rightEnd + 1, b.length)
  )
}

/** Alternating runs between two places of each text: non-digits by `weight`, digits by value. An empty run of digits is zero. */
function comparePart(a: string, from: number, to: number, b: string, start: number, end: number): Order {
  let i = from
  let j = start
  while (i < to || j < end) {
    for (;;) {
      const left = i < to ? weight(a.charCodeAt(i)) : 0
      const right = j < end ? weight(b.charCodeAt(j)) : 0
      if (left !== right) return left < right ? -1 : 1
      if (left === 0) break
      i++
      j++
    }
    while (i < to && a.charCodeAt(i) === 48) i++
    while (j < end && b.charCodeAt(j) === 48) j++
    let first = 0
    while (i < to && j < end) {
      const left = a.charCodeAt(i)
      const right = b.charCodeAt(j)
      if (!isDigit(left) || !isDigit(right)) break
      if (first === 0) first = left - right
      i++
      j++
    }
    if (i < to && isDigit(a.charCodeAt(i))) return 1
    if (j < end && isDigit(b.charCodeAt(j))) return -1
    if (first !== 0) return first < 0 ? -1 : 1
  }
  return 0
}

/** `~` sorts before the end of a run (which weighs 0, as a digit does), letters before everything else. */
function weight(code: number): number {
  if (isDigit(code)) return 0
  if (code === 126) return -1
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? code : code + 256
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Runs of non-digits, each ended by `"`, and numbers by turns; an end in place of a run ends the part. */
function partKey(part: string): string {
  let result = ''
  let index = 0
  do {
    for (; index < part.length && !isDigit(part.charCodeAt(index)); index++) result += weightKey(part.charCodeAt(index))
    const from = index
    while (index < part.length && isDigit(part.charCodeAt(index))) index++
    result += `"${decimalKey(part.slice(from, index))}`
  } while (index < part.length)
  return `${result}"`
}

function weightKey(code: number): string {
  switch (code) {
    case 126:
      return '!' // ~
    case 43:
      return '{' // +
    case 45:
      return '|' // -
    case 46:
      return '}' // .
    case 58:
      return '~' // :
    default:
      return String.fromCharCode(code)
  }
}
