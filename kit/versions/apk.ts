import { decimalKey } from './key.ts'
import { compareDecimal, compareNumbers, comparePadded, compareText } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

interface Suffix {
  readonly rank: number
  readonly number: string
}

/**
 * `number{.number}{letter}{_suffix{number}}{~hash}{-r#}`. Source: apk-package(5).
 * What follows the longest well-formed beginning is `rest`: a version with one sorts before the same without.
 */
export interface ApkVersion {
  readonly text: string
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly Suffix[]
  readonly hash: string | undefined
  readonly revision: string | undefined
  readonly rest: string
}

export const apk: VersionScheme<ApkVersion> = { parse, compare, key }

/** In ascending order; no suffix at all sits between `rc` and `cvs`. */
const suffixOrder = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']
const noSuffix: Suffix = { rank: suffixOrder.indexOf(''), number: '' }

function parse(text: string): ApkVersion | undefined {
  if (text === '' || text.length > maxVersionLength || /[\s\0]/.test(text)) return undefined
  let position = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match !== null) position = pattern.lastIndex
    return match
  }
  const numbers = take(/[0-9]+(\.[0-9]+)*/y)?.[0].split('.') ?? []
  const letter = take(/[a-z]/y)?.[0] ?? ''
  const suffixes: Suffix[] = []
  for (;;) {
    const suffix = take(/_(alpha|beta|pre|rc|cvs|svn|git|hg|p)([0-9]*)/y)
    if (suffix === null) break
    suffixes.push({ rank: suffixOrder.indexOf(suffix[1] as string), number: suffix[2] as string })
  }
  const hash = take(/~([0-9a-f]+)/y)?.[1]
  const revision = take(/-r([0-9]*)/y)?.[1]
  return { text, numbers, letter, suffixes, hash, revision, rest: text.slice(position) }
}

/** What is not well-formed has an order beside one other version, as apk gives it, and no place in a row of many. */
function key({ numbers, letter, suffixes, hash, revision, rest }: ApkVersion): string | undefined {
  if (rest !== '') return undefined
  const rank = (one: Suffix) => String.fromCharCode(65 + one.rank)
  return [
    numbers.map(numberKey).join(''),
    letter === '' ? '!!' : `!${letter}`,
    suffixes.map((suffix) => rank(suffix) + decimalKey(suffix.number)).join(''),
    rank(noSuffix),
    `${hash ?? ''}!`,
    revision === undefined ? '!' : `"${decimalKey(revision)}`,
  ].join('')
}

/** Beyond the first, a number with a leading zero is a text, and sorts before all others. */
function numberKey(number: string, index: number): string {
  return index > 0 && number.startsWith('0') ? `"${number}!` : `#${decimalKey(number)}`
}

function compare(a: ApkVersion, b: ApkVersion): Order {
  if (a.rest !== '' && b.rest !== '' && a.revision === undefined && b.revision === undefined) {
    return compareText(a.text, b.text)
  }
  return (
    compareNumberLists(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    comparePadded(a.suffixes, b.suffixes, noSuffix, compareSuffixes) ||
    compareNumbers(a.suffixes.length, b.suffixes.length) ||
    compareText(a.hash ?? '', b.hash ?? '') ||
    compareRevisions(a, b) ||
    compareNumbers(a.rest === '' ? 1 : 0, b.rest === '' ? 1 : 0)
  )
}

/** Beyond the first number, a leading zero makes the comparison textual, as of a decimal fraction. */
function compareNumberLists(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a[i] as string
    const right = b[i] as string
    const textual = i > 0 && (left.startsWith('0') || right.startsWith('0'))
    const order = textual ? compareText(left, right) : compareDecimal(left, right)
    if (order !== 0) return order
  }
  return compareNumbers(a.length, b.length)
}

function compareSuffixes(a: Suffix, b: Suffix): Order {
  return compareNumbers(a.rank, b.rank) || compareDecimal(a.number, b.number)
}

/** Between well-formed versions a missing revision is older than r0; beside a malformed rest it counts as r0. */
function compareRevisions(a: ApkVersion, b: ApkVersion): Order {
  const order = compareDecimal(a.revision ?? '', b.revision ?? '')
  if (order !== 0 || a.rest !== '' || b.rest !== '') return order
  return compareNumbers(a.revision === undefined ? 0 : 1, b.revision === undefined ? 0 : 1)
}
