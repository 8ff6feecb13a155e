import { decimalKey } from './key.ts'
import { compareDecimal, compareNumbers, comparePadded, compareText } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

interface Suffix {
  readonly rank: number
  readonly number: string
}

interface PortageVersion {
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly Suffix[]
  readonly revision: string
}

const shape = /^([0-9]+(?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)[0-9]*)*)(?:-r([0-9]+))?$/
const suffixOrder = ['alpha', 'beta', 'pre', 'rc', '', 'p']
const noSuffix: Suffix = { rank: suffixOrder.indexOf(''), number: '' }

/** Gentoo versions. Source: Package Manager Specification, "Version Comparison". */
export const portage: VersionScheme<PortageVersion> = {
  parse(text) {
    const match = text.length <= maxVersionLength ? shape.exec(text) : null
    if (match === null) return undefined
    const suffixes = [...(match[3] as string).matchAll(/_([a-z]+)([0-9]*)/g)].map((suffix) => ({
      rank: suffixOrder.indexOf(suffix[1] as string),
      number: suffix[2] as string,
    }))
    return {
      numbers: (match[1] as string).split('.'),
      letter: match[2] as string,
      suffixes,
      revision: match[4] ?? '',
    }
  },
  compare(a, b) {
    return (
      compareNumberLists(a.numbers, b.numbers) ||
      compareText(a.letter, b.letter) ||
      comparePadded(a.suffixes, b.suffixes, noSuffix, compareSuffixes) ||
      compareDecimal(a.revision, b.revision)
    )
  },
  key({ numbers, letter, suffixes, revision }) {
    const rank = (one: Suffix) => String.fromCharCode(65 + one.rank)
    return [
      numbers.map(numberKey).join(''),
      letter === '' ? '!!' : `!${letter}`,
      suffixes.map((suffix) => rank(suffix) + decimalKey(suffix.number)).join(''),
      rank(noSuffix),
      decimalKey(revision),
    ].join('')
  },
}

/** A decimal fraction sorts before every number without a leading zero. */
function numberKey(number: string, index: number): string {
  return index > 0 && number.startsWith('0') ? `"${number.replace(/0+$/, '')}!` : `#${decimalKey(number)}`
}

/** After the first number, a leading zero makes it a decimal fraction: compared as text without trailing zeros. */
function compareNumberLists(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a[i] as string
    const right = b[i] as string
    const fraction = i > 0 && (left.startsWith('0') || right.startsWith('0'))
    const order = fraction
      ? compareText(left.replace(/0+$/, ''), right.replace(/0+$/, ''))
      : compareDecimal(left, right)
    if (order !== 0) return order
  }
  return compareNumbers(a.length, b.length)
}

function compareSuffixes(a: Suffix, b: Suffix): Order {
  return compareNumbers(a.rank, b.rank) || compareDecimal(a.number, b.number)
}
