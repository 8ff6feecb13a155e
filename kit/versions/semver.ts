import { decimalKey, listKey, paddedDecimalsKey } from './key.ts'
import { compareDecimal, compareLists, compareNumbers, comparePadded, compareText, isDigits } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

export interface SemVersion {
  /** Decimal texts; three in a strict version, any number in what tools write. */
  readonly numbers: readonly string[]
  /** Undefined for a release. */
  readonly prerelease: readonly string[] | undefined
  readonly build: readonly string[] | undefined
}

const shape = /^[=v]?v?([0-9]+(?:\.[0-9]+)*)(?:-([0-9a-z.-]+)|\.?([a-z][0-9a-z.-]*))?(?:\+([0-9a-z._~-]*))?$/i

/** Semantic Versioning 2.0.0 (semver.org), read leniently: an optional `v`, missing numbers as zero, `1.2.3rc1` and `1.2.3.rc1` without hyphen. */
export const semver: VersionScheme<SemVersion> = {
  parse: parseSemver,
  compare: compareSemver,
  key: semverKey,
}

/** Dart's order: as semver, then by build, where no build comes first. Source: pub_semver. */
export const pub: VersionScheme<SemVersion> = {
  parse: parseSemver,
  compare: (a, b) => compareSemver(a, b) || compareOptional(a.build, b.build, -1),
  key: (version) => semverKey(version) + (version.build === undefined ? '!' : `"${identifiersKey(version.build)}`),
}

/** Bitnami's builds of the same version differ in a revision at the end, which is no prerelease and does not count. */
export const bitnami: VersionScheme<SemVersion> = {
  ...semver,
  parse: (text) => parseSemver(text.length > maxVersionLength ? text : text.replace(/-[0-9]+$/, '')),
}

/** NuGet compares up to four numbers, and prerelease labels without regard to case. Source: NuGet "Package versioning". */
export const nuget: VersionScheme<SemVersion> = {
  parse: (text) => {
    const version = parseSemver(text.length > maxVersionLength ? text : text.toLowerCase())
    return version !== undefined && version.numbers.length > 4 ? undefined : version
  },
  compare: compareSemver,
  key: semverKey,
}

/** Of equal numbers, prereleases come first. */
export function semverKey({ numbers, prerelease }: SemVersion): string {
  return paddedDecimalsKey(numbers) + (prerelease === undefined ? '~' : `!${identifiersKey(prerelease)}`)
}

function identifiersKey(identifiers: readonly string[]): string {
  return listKey(identifiers, (one) => (isDigits(one) ? `#${decimalKey(one)}` : `%${one}!`))
}

export function parseSemver(text: string): SemVersion | undefined {
  if (text.length > maxVersionLength) return undefined
  const match = shape.exec(text)
  if (match === null) return undefined
  return {
    numbers: (match[1] as string).split('.'),
    prerelease: (match[2] ?? match[3])?.split('.'),
    build: match[4]?.split('.'),
  }
}

export function compareSemver(a: SemVersion, b: SemVersion): Order {
  return comparePadded(a.numbers, b.numbers, '0', compareDecimal) || compareOptional(a.prerelease, b.prerelease, 1)
}

/** `absent` is the order of a missing list relative to any present one. */
function compareOptional(a: readonly string[] | undefined, b: readonly string[] | undefined, absent: Order): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : ((a === undefined ? absent : -absent) as Order)
  return compareLists(a, b, compareIdentifiers)
}

export function compareIdentifiers(a: string, b: string): Order {
  const left = isDigits(a)
  const right = isDigits(b)
  if (left && right) return compareDecimal(a, b)
  return left === right ? compareText(a, b) : compareNumbers(left ? 0 : 1, right ? 0 : 1)
}
