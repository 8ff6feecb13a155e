import { decimalKey, listKey } from './key.ts'
import { compareDecimal, compareLists } from './order.ts'
import { maxVersionLength, type VersionScheme } from './scheme.ts'

/** R package versions: numbers separated by `.` or `-`; of equal beginnings the longer is newer. Source: R `package_version`. */
export const cran: VersionScheme<readonly string[]> = numbers(/^[0-9]+(?:[.-][0-9]+)*$/, /[.-]/)

/** Haskell versions: numbers separated by `.`, compared as lists. Source: Haskell Package Versioning Policy. */
export const hackage: VersionScheme<readonly string[]> = numbers(/^[0-9]+(?:\.[0-9]+)*$/, /\./)

function numbers(shape: RegExp, separator: RegExp): VersionScheme<readonly string[]> {
  return {
    parse: (text) => (text.length <= maxVersionLength && shape.test(text) ? text.split(separator) : undefined),
    compare: (a, b) => compareLists(a, b, compareDecimal),
    key: (version) => listKey(version, (number) => `#${decimalKey(number)}`),
  }
}
