import { asText } from '../../reading/index.ts'
import type { CsafTest } from '../csaf-test.ts'
import { repeated } from '../repeated.ts'
import { orderOf, readVersion, revisionsByDate, type Version } from '../revision.ts'

const versionAt = 'document.tracking.version'
const historyAt = 'document.tracking.revision_history'

/** Versions that were never released: 0, 0.y.z, and those before a release. */
function isEarly(version: Version | undefined): boolean {
  return version !== undefined && version.major === 0
}

/** A version as it is compared where builds, and in drafts what comes before a release, count for nothing. */
function plain(version: Version, draft: boolean): string {
  const written = version.build === '' ? version.written : version.written.slice(0, -version.build.length - 1)
  return draft && version.prerelease !== '' ? written.slice(0, -version.prerelease.length - 1) : written
}

export const revisionTests: readonly CsafTest[] = [
  {
    id: '6.1.14',
    *run(view) {
      const sorted = revisionsByDate(view)
      for (const [index, { version, at }] of sorted.entries())
        if (index > 0 && orderOf(sorted[index - 1]?.version, version) > 0)
          yield { at: `${at}.number`, message: 'is smaller than the version of an older revision' }
    },
  },
  {
    id: '6.1.16',
    *run(view) {
      const newest = revisionsByDate(view).at(-1)
      const version = readVersion(view.tracking.version)
      if (newest?.version === undefined || version === undefined) return
      const draft = view.tracking.status === 'draft'
      if (plain(newest.version, draft) !== plain(version, draft))
        yield { at: versionAt, message: `is ${version.written}; the newest revision is ${newest.version.written}` }
    },
  },
  {
    id: '6.1.17',
    *run({ tracking }) {
      const version = readVersion(tracking.version)
      if (tracking.status !== 'draft' && (isEarly(version) || version?.prerelease))
        yield { at: 'document.tracking.status', message: 'is not draft, though the version was never released' }
    },
  },
  {
    id: '6.1.18',
    *run({ tracking, revisions }) {
      if (tracking.status !== 'final' && tracking.status !== 'interim') return
      for (const { value, at } of revisions)
        if (isEarly(readVersion(value.number)))
          yield { at: `${at}.number`, message: 'was never released, though the document was' }
    },
  },
  {
    id: '6.1.19',
    *run({ revisions }) {
      for (const { value, at } of revisions)
        if (readVersion(value.number)?.prerelease)
          yield { at: `${at}.number`, message: 'is the version before a release' }
    },
  },
  {
    id: '6.1.20',
    *run({ tracking }) {
      if ((tracking.status === 'final' || tracking.status === 'interim') && readVersion(tracking.version)?.prerelease)
        yield { at: versionAt, message: 'is the version before a release, though the document is released' }
    },
  },
  {
    id: '6.1.21',
    *run(view) {
      const sorted = revisionsByDate(view).flatMap(({ version, at }) =>
        version === undefined ? [] : [{ version, at }],
      )
      const [first] = sorted
      if (first !== undefined && first.version.major > 1)
        yield { at: first.at, message: `the history begins with ${first.version.written}, not with 0 or 1` }
      for (const [index, { version, at }] of sorted.entries()) {
        const before = sorted[index - 1]?.version.major
        if (before !== undefined && version.major > before + 1)
          yield { at, message: `the version ${before + 1} is missing before ${version.written}` }
      }
    },
  },
  {
    id: '6.1.22',
    *run({ revisions }) {
      for (const { at } of repeated(revisions, ({ number }) => asText(number)))
        yield { at: `${at}.number`, message: 'another revision has the same number' }
    },
  },
  {
    id: '6.1.30',
    *run({ tracking, revisions }) {
      const all = [
        { value: tracking.version, at: versionAt },
        ...revisions.map(({ value, at }) => ({ value: value.number, at: `${at}.number` })),
      ]
      const [first, ...rest] = all
        .map(({ value, at }) => ({ kind: readVersion(value)?.kind, at }))
        .filter(({ kind }) => kind)
      const other = rest.find(({ kind }) => kind !== first?.kind)
      if (other !== undefined) yield { at: other.at, message: `is of another kind than ${first?.at ?? historyAt}` }
    },
  },
]
