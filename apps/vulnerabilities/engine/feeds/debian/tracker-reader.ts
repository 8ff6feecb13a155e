import { asRecord, asText } from '@holdfast/kit/reading'
import type { Affected } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, affectedEntry, fixedIn, maxDetails, nameOf, textOf } from '../make-advisory.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { ecosystemOfSuite } from './suite.ts'

/**
 * The whole of Debian's security tracker: packages, in them CVEs, in them releases. One advisory for each CVE of each source package, so that no more
 * than one package is in memory. Source: https://security-tracker.debian.org/tracker/data/json
 */
export const debianTrackerReader: FeedReader = {
  id: 'debian-tracker',
  matches: (path, start) =>
    /\.json$/.test(path) &&
    /^\s*\{\s*"[a-z0-9][a-z0-9.+-]*"\s*:\s*\{\s*"(?:CVE|TEMP)-[^"]+"\s*:\s*\{/.test(start) &&
    /"releases"\s*:/.test(start),
  async *read({ path, pieces }) {
    const covered = new Set<string>()
    const unknown = new Set<string>()
    for await (const part of jsonParts(pieces, { opens: (at, kind) => at.length === 0 && kind === 'object' })) {
      const source = nameOf(part.path[0])
      if (part.problem !== undefined || source === undefined) {
        const message = part.problem ?? 'is not an object of packages'
        yield { kind: 'problem', at: `${path} ${placeOf(part.path)}`.trim(), message }
      } else yield* readPackage(source, part.value, covered, unknown)
    }
  },
}

function* readPackage(
  source: string,
  value: unknown,
  covered: Set<string>,
  unknown: Set<string>,
): Generator<FeedRecord> {
  for (const [name, about] of Object.entries(asRecord(value))) {
    const id = nameOf(name)
    if (id === undefined) continue
    const { description, releases } = asRecord(about)
    const affected: Affected[] = []
    for (const [suite, stated] of Object.entries(asRecord(releases))) {
      const ecosystem = ecosystemOfSuite(suite)
      if (ecosystem === undefined && !unknown.has(suite)) {
        if (unknown.size < 100) unknown.add(suite)
        yield { kind: 'problem', at: `${source} ${id}`, message: `the suite "${suite.slice(0, 60)}" is not known` }
      }
      if (!ecosystem) continue
      const entry = readRelease(ecosystem, source, stated)
      if (typeof entry === 'string') yield { kind: 'problem', at: `${source} ${id} ${suite}`, message: entry }
      else {
        affected.push(entry)
        if (!covered.has(ecosystem)) yield { kind: 'coverage', ecosystem }
        covered.add(ecosystem)
      }
    }
    if (affected.length > 0)
      yield advisoryRecord({
        id: `DEBIAN-${id}/${source}`,
        upstream: [id],
        details: textOf(description, maxDetails),
        affected,
        references: [
          { type: 'ADVISORY', url: `https://security-tracker.debian.org/tracker/${encodeURIComponent(id)}` },
        ],
      })
  }
}

/** What one release says; a text tells what is wrong with it. */
function readRelease(ecosystem: string, name: string, value: unknown): Affected | string {
  const { status, fixed_version, urgency, nodsa, nodsa_reason } = asRecord(value)
  const fixed = nameOf(fixed_version)
  const word = asText(urgency)?.replace(/\*+$/, '')
  const rating = word === undefined || ['not yet assigned', 'end-of-life'].includes(word) ? undefined : textOf(word, 64)
  const common = { ecosystem, name, names: 'source', rating } as const
  if (status === 'resolved') {
    if (fixed === undefined) return 'is resolved, and names no fixed version'
    return affectedEntry(fixed === '0' ? { ...common, state: 'not-affected' } : { ...common, ranges: fixedIn(fixed) })
  }
  if (status === 'undetermined') return affectedEntry({ ...common, state: 'under-investigation' })
  if (status !== 'open') return 'has a status that is not known'
  const justification = textOf(nodsa, 1000)
  return affectedEntry({
    ...common,
    state: 'affected',
    unfixed: unfixedBy(word, justification !== undefined || asText(nodsa_reason) !== undefined, asText(nodsa_reason)),
    justification,
  })
}

/** Debian fixes what is `nodsa` in a point release, when there is time, unless it is ignored. */
function unfixedBy(urgency: string | undefined, isWithoutAdvisory: boolean, reason: string | undefined) {
  if (urgency === 'end-of-life') return 'end-of-life'
  if (!isWithoutAdvisory) return 'not-yet'
  return reason === 'ignored' ? 'wont-fix' : 'deferred'
}
