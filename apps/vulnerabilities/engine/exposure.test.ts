import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Advisory } from './advisory.ts'
import { exposureTo } from './exposure.ts'
import type { FeedRecord } from './feed-record.ts'
import { vulnerabilityContent } from './judge/content.ts'
import { libraryInMemory } from './library-in-memory.ts'
import { softwareFromPurl } from './software/from-purl.ts'

function advisory(
  id: string,
  ecosystem: string,
  name: string,
  fixed: string,
  more: Partial<Advisory> = {},
): FeedRecord {
  const events = [{ introduced: '0' }, { fixed }] as never
  const entry = { ecosystem, name, purl: undefined, severity: [], commits: [], versions: [] }
  const base: Advisory = {
    id,
    modified: '2026-11-20T00:00:00Z',
    published: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    summary: '',
    details: '',
    severity: [],
    databaseSeverity: undefined,
    references: [],
    cwes: [],
    affected: [{ ...entry, ranges: [{ type: 'ECOSYSTEM', events }] }],
  }
  return { kind: 'advisory', advisory: { ...base, ...more } }
}

const covered = (ecosystem: string): FeedRecord => ({ kind: 'coverage', ecosystem })
const library = libraryInMemory({
  tracker: [
    covered('Debian:12'),
    advisory('CVE-2026-10001', 'Debian:12', 'openssl', '3.0.15-1'),
    advisory('CVE-2026-10002', 'Debian:12', 'openssl', '3.0.16-1'),
    advisory('DSA-1', 'Debian:12', 'bash', '5.2-2', { upstream: ['CVE-2026-10001', 'CVE-2026-10003'] }),
  ],
  npm: [
    covered('npm'),
    advisory('GHSA-aaaa', 'npm', 'lodash', '4.17.21', { aliases: ['CVE-2026-10001'] }),
    // It names the CVE through another advisory only.
    advisory('OSV-1', 'npm', 'lodash-es', '4.17.21', { aliases: ['GHSA-aaaa'] }),
    advisory('GHSA-bbbb', 'npm', 'left-pad', '2.0.0'),
  ],
})

const purls = [
  'pkg:deb/debian/libssl3@3.0.14-1?arch=amd64&distro=debian-12&upstream=openssl',
  'pkg:deb/debian/openssl@3.0.15-1?arch=amd64&distro=debian-12',
  'pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-12',
  'pkg:npm/lodash@4.17.20',
  'pkg:npm/lodash-es@4.17.20',
  'pkg:npm/lodash@4.17.21',
  'pkg:npm/left-pad@1.0.0',
]
const all = purls.map((seen) => ({ seen, software: softwareFromPurl(seen)! }))

it('it is exposed what matching by all advisories finds, for each name that a vulnerability goes by', () => {
  const content = vulnerabilityContent(library)
  for (const name of ['CVE-2026-10001', 'CVE-2026-10002', 'CVE-2026-10003', 'GHSA-bbbb', 'CVE-2026-10999'])
    assert.deepEqual(
      exposureTo(name, library)
        .among(all)
        .map(({ seen, fixed, words }) => [seen, fixed, words]),
      all.flatMap(({ seen, software }) =>
        content
          .match(software)
          .matches.filter(({ check }) => check === name)
          .map(({ fixed, because }) => [seen, fixed, because]),
      ),
      name,
    )
})

it('names every package that has to be looked at, also where an advisory names the CVE through another one', () => {
  assert.deepEqual(
    exposureTo('CVE-2026-10001', library).names.filter((name) => !/[_.]/.test(name)),
    ['bash', 'lodash', 'lodash-es', 'openssl'],
  )
  assert.deepEqual(
    exposureTo('GHSA-aaaa', library)
      .among(all)
      .map(({ seen }) => seen),
    exposureTo('CVE-2026-10001', library)
      .among(all)
      .map(({ seen }) => seen),
  )
})
