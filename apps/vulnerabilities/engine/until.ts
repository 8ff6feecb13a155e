import { schemeOf } from '@holdfast/kit/versions'
import type { Affected } from './advisory.ts'
import { maxName } from './match/bounded.ts'

/**
 * The version from which on an entry means none any more, where that is all that it says: everything before one fixed version. Undefined for every other
 * entry. Most entries of distributions are so, and most are fixed in what is installed: they need not be looked at further.
 */
export function untilOf(entry: Affected): string | undefined {
  const [range, ...more] = entry.ranges
  if (range?.type !== 'ECOSYSTEM' || more.length > 0 || entry.versions.length + entry.commits.length > 0)
    return undefined
  if (entry.updates !== undefined || entry.state === 'under-investigation') return undefined
  const [first, second, ...others] = range.events as readonly Readonly<Record<string, string>>[]
  if (first?.introduced !== '0' || second?.fixed === undefined || others.length > 0) return undefined
  if (Object.keys(first).length + Object.keys(second).length > 2) return undefined
  return schemeOf(entry.ecosystem ?? '')?.parse(second.fixed) === undefined ? undefined : second.fixed
}

/** Tells of many entries of one ecosystem whether a version is one from which on they mean none. */
export function fromOn(ecosystem: string, version: string | undefined): (until: string) => boolean {
  const scheme = schemeOf(ecosystem)
  const mine = version === undefined || version.length > maxName ? undefined : scheme?.parse(version)
  if (scheme === undefined || mine === undefined) return () => false
  const known = new Map<string, boolean>()
  return (until) => {
    let answer = known.get(until)
    if (answer === undefined) {
      const theirs = scheme.parse(until)
      answer = theirs !== undefined && scheme.compare(mine, theirs) >= 0
      known.set(until, answer)
    }
    return answer
  }
}
