import type { VersionScheme } from '../versions/index.ts'
import type { Bound, Interval, VersionRange } from './version-range.ts'

/** Whether a range holds a version. Undefined when the text is no version of the range's scheme. */
export function contains(range: VersionRange, text: string): boolean | undefined {
  const version = range.scheme.parse(text)
  return version === undefined ? undefined : containsParsed(range, version)
}

/** The same of a version that the range's own scheme parsed. */
export function containsParsed({ scheme, intervals }: VersionRange, version: unknown): boolean {
  return intervals.some((interval) => isInside(scheme, interval, version))
}

function isInside(scheme: VersionScheme, interval: Interval, version: unknown): boolean {
  const { lower, upper, except, prereleasesOf } = interval
  const compare = (bound: Bound) =>
    scheme.compareToBound?.(version, bound.version) ?? scheme.compare(version, bound.version)
  return (
    (lower === undefined || isWithin(compare(lower), lower)) &&
    (upper === undefined || isWithin(0 - compare(upper), upper)) &&
    !except.some((one) => compare(one) === 0) &&
    (prereleasesOf === undefined || isAllowedPrerelease(version, prereleasesOf))
  )
}

function isWithin(order: number, bound: Bound): boolean {
  return order > 0 || (order === 0 && bound.inclusive)
}

/** Only ranges over semantic versions carry the rule. */
function isAllowedPrerelease(version: unknown, prereleasesOf: readonly string[]): boolean {
  const { numbers, prerelease } = version as { numbers: readonly string[]; prerelease?: readonly string[] }
  return prerelease === undefined || prereleasesOf.includes(numbers.join('.'))
}
