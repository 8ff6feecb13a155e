import { decimalKey } from './key.ts'
import { compareDecimal, compareNumbers, isDigits } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

/** PHP's order of version parts, after an optional `v`. Source: the PHP manual on `version_compare`. */
export const packagist: VersionScheme<readonly string[]> = {
  parse(text) {
    if (text.length > maxVersionLength || !/^[0-9a-z]/i.test(text) || /[\s\0]/.test(text)) return undefined
    return text
      .replace(/^v(?=[0-9])/i, '')
      .replace(/[-_+]/g, '.')
      .replace(/([0-9])(?=[^0-9.])|([^0-9.])(?=[0-9])/g, '$&.')
      .split('.')
      .filter((part) => part !== '')
  },
  compare,
  key,
}

/** In ascending order: unknown words, dev, alpha, beta, RC, the end, numbers, p. PHP's `#` equals every number: no key. */
function key(version: readonly string[]): string | undefined {
  if (version.some((part) => part.startsWith('#'))) return undefined
  return `${version.map((part) => (isDigits(part) ? `'${decimalKey(part)}` : wordKeys[rank(part) + 1])).join('')}&`
}

const wordKeys = ['!', '"', '#', '$', '%', '', '(']

function compare(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compareParts(a[i] as string, b[i] as string)
    if (order !== 0) return order
  }
  return a.length >= b.length ? weighRest(a.slice(length)) : ((0 - weighRest(b.slice(length))) as Order)
}

/** A remaining number makes a version newer, a remaining word older or newer by its rank beside a number. */
function weighRest(rest: readonly string[]): Order {
  for (const part of rest) {
    if (isDigits(part)) return 1
    const order = compareNumbers(rank(part), numberRank)
    if (order !== 0) return order
  }
  return 0
}

function compareParts(a: string, b: string): Order {
  return isDigits(a) && isDigits(b) ? compareDecimal(a, b) : compareNumbers(rank(a), rank(b))
}

const numberRank = 4

function rank(part: string): number {
  if (isDigits(part) || part.startsWith('#')) return numberRank
  if (part.startsWith('dev')) return 0
  if (part.startsWith('a')) return 1
  if (part.startsWith('b')) return 2
  if (part.startsWith('RC') || part.startsWith('rc')) return 3
  return part.startsWith('p') ? 5 : -1
}
