import { decimalKey } from './key.ts'
import { compareDecimal, compareNumbers, compareText } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

/** `[epoch:]version[-release]`. A release that is not given sorts before every given one. Source: rpm-version(7). */
export interface RpmVersion {
  readonly epoch: string
  readonly version: string
  readonly release: string | undefined
}

export const rpm: VersionScheme<RpmVersion> = { parse, compare, key }

/** For software of no known ecosystem: runs of digits and letters as in rpm, after an optional `v`. A guess, never evidence. */
export const generic: VersionScheme<string> = {
  parse: (text) => (text === '' || text.length > maxVersionLength ? undefined : text.replace(/^v(?=[0-9])/i, '')),
  compare: compareRpmPart,
  key: partKey,
}

function parse(text: string): RpmVersion | undefined {
  if (text === '' || text.length > maxVersionLength || /[\s\0]/.test(text)) return undefined
  const colon = /^([0-9]*):/.exec(text)
  const rest = colon === null ? text : text.slice(colon[0].length)
  const hyphen = rest.lastIndexOf('-')
  return {
    epoch: colon?.[1] || '0',
    version: hyphen < 0 ? rest : rest.slice(0, hyphen),
    release: hyphen < 0 ? undefined : rest.slice(hyphen + 1),
  }
}

function compare(a: RpmVersion, b: RpmVersion): Order {
  const order = compareDecimal(a.epoch, b.epoch) || compareRpmPart(a.version, b.version)
  if (order !== 0) return order
  if (a.release === undefined || b.release === undefined) {
    return compareNumbers(a.release === undefined ? 0 : 1, b.release === undefined ? 0 : 1)
  }
  return compareRpmPart(a.release, b.release)
}

function key({ epoch, version, release }: RpmVersion): string {
  return decimalKey(epoch) + partKey(version) + (release === undefined ? '!' : `"${partKey(release)}`)
}

/** In ascending order: `~`, the end, `^`, letters, digits. */
function partKey(part: string): string {
  const pieces = part.match(/[0-9]+|[a-z]+|[~^]/gi) ?? []
  return `${pieces.map(pieceKey).join('')}"`
}

function pieceKey(piece: string): string {
  if (piece === '~') return '!'
  if (piece === '^') return '#'
  return isDigit(piece.charCodeAt(0)) ? `%${decimalKey(piece)}` : `$${piece}!`
}

/** Orders a version or a release: runs of digits and of ASCII letters, `~` before the end, `^` after the end but before more. */
export function compareRpmPart(a: string, b: string): Order {
  if (a === b) return 0
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    i = skipSeparators(a, i)
    j = skipSeparators(b, j)
    const left = a[i]
    const right = b[j]
    if (left === '~' || right === '~') {
      if (left !== '~') return 1
      if (right !== '~') return -1
      i++
      j++
      continue
    }
    if (left === '^' || right === '^') {
      if (left === undefined) return -1
      if (right === undefined) return 1
      if (left !== '^') return 1
      if (right !== '^') return -1
      i++
      j++
      continue
    }
    if (left === undefined || right === undefined) break
    const numeric = isDigit(a.charCodeAt(i))
    const leftEnd = runEnd(a, i, numeric)
    const rightEnd = runEnd(b, j, numeric)
    // Runs of different kinds: the number is newer.
    if (rightEnd === j) return numeric ? 1 : -1
    const x = a.slice(i, leftEnd)
    const y = b.slice(j, rightEnd)
    const order = numeric ? compareDecimal(x, y) : compareText(x, y)
    if (order !== 0) return order
    i = leftEnd
    j = rightEnd
  }
  return compareNumbers(i < a.length ? 1 : 0, j < b.length ? 1 : 0)
}

function skipSeparators(text: string, from: number): number {
  let index = from
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (isDigit(code) || isLetter(code) || code === 126 || code === 94) break
    index++
  }
  return index
}

function runEnd(text: string, from: number, numeric: boolean): number {
  let index = from
  while (index < text.length && (numeric ? isDigit(text.charCodeAt(index)) : isLetter(text.charCodeAt(index)))) index++
  return index
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
