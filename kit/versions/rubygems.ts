import { decimalKey } from './key.ts'
import { compareDecimal, compareNumbers, comparePadded, compareText, isDigits } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

/** Beyond what RubyGems itself accepts, letters may directly follow a number (`1beta`), as advisories write them. */
const shape = /^(?:[0-9]+[a-z]*(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?)?$/i

/** What a gem was built for, as file names and lock files append it: `1.2.0-x86_64-linux-musl`, `1.2.0-java`. */
const platform =
  /-(?:(?:x86|x86_64|x64|i[3-6]86|aarch64|arm64|arm|armv[0-9][a-z]*|ppc64le|s390x|universal)-[0-9a-z._-]+|java|jruby)$/

/** Segments of digits or letters without insignificant zeros; a letter makes it a prerelease. Source: Gem::Version. */
export const rubygems: VersionScheme<readonly string[]> = {
  parse(text) {
    const trimmed = text.length <= maxVersionLength ? text.trim().replace(platform, '') : '\0'
    if (!shape.test(trimmed)) return undefined
    const segments = trimmed.replaceAll('-', '.pre.').match(/[0-9]+|[a-z]+/gi) ?? []
    const firstLetter = segments.findIndex((segment) => !isDigits(segment))
    const split = firstLetter < 0 ? segments.length : firstLetter
    return [...withoutTrailingZeros(segments.slice(0, split)), ...withoutTrailingZeros(segments.slice(split))]
  },
  compare: (a, b) => comparePadded(a, b, '0', compareSegments),
  key,
}

/**
 * The end stands for zeros without end: a word is less, the sooner the less; a number is more, the sooner the more.
 * Zeros before either only say how late it comes.
 */
function key(segments: readonly string[]): string {
  let result = ''
  let zeros = 0
  for (const segment of segments) {
    if (/^0+$/.test(segment)) {
      zeros++
      continue
    }
    const late = String(zeros).padStart(4, '0')
    const soon = String(9999 - zeros)
    if (isDigits(segment)) result += zeros === 0 ? `%${decimalKey(segment)}` : `$${soon}${decimalKey(segment)}`
    else result += zeros === 0 ? `!${segment}!` : `"${late}${segment}!`
    zeros = 0
  }
  return `${result}#`
}

function withoutTrailingZeros(segments: readonly string[]): readonly string[] {
  return segments.slice(0, segments.findLastIndex((segment) => !/^0+$/.test(segment)) + 1)
}

function compareSegments(a: string, b: string): Order {
  const left = isDigits(a)
  const right = isDigits(b)
  if (left && right) return compareDecimal(a, b)
  return left === right ? compareText(a, b) : compareNumbers(left ? 1 : 0, right ? 1 : 0)
}
