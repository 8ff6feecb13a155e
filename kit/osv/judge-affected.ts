import { containsParsed, osvRange, type VersionRange } from '../version-ranges/index.ts'
import { schemeOf, type VersionScheme } from '../versions/index.ts'
import type { OsvAffected } from './advisory.ts'

/** What an entry says of one version. `unknown`: only commits, an unreadable range or an unreadable version could tell. */
export type OsvVerdict =
  | { readonly verdict: 'affected'; readonly by: 'range' | 'version'; readonly fixed: string | undefined }
  | { readonly verdict: 'not-affected' }
  | { readonly verdict: 'unknown'; readonly reason: string }

/** An entry made ready to judge many versions. */
export interface OsvJudge {
  judge(version: string): OsvVerdict
}

/** Reads the ranges of an entry once. Affected is what its ranges hold or its list names. Source: OSV schema, "Evaluation". */
export function judgeAffected(affected: OsvAffected): OsvJudge {
  const ecosystem = affected.ecosystem ?? ''
  const scheme = schemeOf(ecosystem)
  const ranges: VersionRange[] = []
  let unread = affected.commits.length > 0 && affected.ranges.length === 0 ? 'only commits are named' : undefined
  for (const range of affected.ranges) {
    const read = osvRange(ecosystem, range)
    if (read.ok) ranges.push(read.value)
    else unread = read.problem.message
  }
  const listed = new Set(affected.versions)
  const parsedList = scheme === undefined ? [] : parseAll(scheme, affected.versions)
  if (ranges.length === 0 && listed.size === 0) unread ??= 'it names no versions'
  return {
    judge(version) {
      let unparsed = false
      for (const range of ranges) {
        const parsed = range.scheme.parse(version)
        if (parsed === undefined) unparsed = true
        for (const interval of parsed === undefined ? [] : range.intervals) {
          if (!containsParsed({ scheme: range.scheme, intervals: [interval] }, parsed)) continue
          const { upper } = interval
          return {
            verdict: 'affected',
            by: 'range',
            fixed: upper === undefined || upper.inclusive ? undefined : upper.text,
          }
        }
      }
      if (listed.has(version) || isAmong(scheme, version, parsedList)) {
        return { verdict: 'affected', by: 'version', fixed: undefined }
      }
      if (unread !== undefined) return { verdict: 'unknown', reason: unread }
      return unparsed ? { verdict: 'unknown', reason: 'the version does not parse' } : { verdict: 'not-affected' }
    },
  }
}

function parseAll(scheme: VersionScheme, versions: readonly string[]): readonly unknown[] {
  const parsed = versions.map((version) => scheme.parse(version)).filter((version) => version !== undefined)
  return parsed.sort((a, b) => scheme.compare(a, b))
}

/** A version that is written in another way is the same version. The list is sorted. */
function isAmong(scheme: VersionScheme | undefined, text: string, sorted: readonly unknown[]): boolean {
  const version = scheme?.parse(text)
  if (scheme === undefined || version === undefined) return false
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (scheme.compare(sorted[middle], version) < 0) low = middle + 1
    else high = middle
  }
  return low < sorted.length && scheme.compare(sorted[low], version) === 0
}
