import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import type { Advisory } from '../advisory.ts'
import type { FeedRecord } from '../feed-record.ts'
import { vulnerabilityContent } from '../judge/content.ts'
import { libraryInMemory } from '../library-in-memory.ts'
import { softwareFromPurl } from '../software/from-purl.ts'
import { clearingVersion } from './clearing-version.ts'
import { packageExposure } from './package-exposure.ts'

type Range = readonly [introduced: string, fixed?: string]

function advisory(id: string, ecosystem: string, name: string, ...ranges: readonly Range[]): FeedRecord {
  const made: Advisory = {
    id,
    modified: '2026-11-20T00:00:00Z',
    published: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    summary: `What ${id} is`,
    details: '',
    severity: [],
    databaseSeverity: undefined,
    references: [],
    cwes: [],
    affected: [
      {
        ...{ ecosystem, name, purl: undefined, severity: [], commits: [], versions: [] },
        ranges: ranges.map(([introduced, fixed]) => ({
          type: 'ECOSYSTEM' as const,
          events: [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])] as never,
        })),
      },
    ],
  }
  return { kind: 'advisory', advisory: made }
}

const covered = (ecosystem: string): FeedRecord => ({ kind: 'coverage', ecosystem })
const seen = (purls: readonly string[]) => purls.map((purl) => ({ seen: purl, software: softwareFromPurl(purl)! }))

it('tells by release which installed versions are affected, and which version clears all of them', () => {
  const content = vulnerabilityContent(
    libraryInMemory({
      tracker: [
        covered('Debian:12'),
        covered('Debian:13'),
        advisory('CVE-2026-0001', 'Debian:12', 'openssl', ['0', '3.0.15-1']),
        advisory('CVE-2026-0002', 'Debian:12', 'openssl', ['0', '3.0.16-1']),
        advisory('CVE-2026-0003', 'Debian:12', 'openssl', ['0']),
        advisory('CVE-2026-0004', 'Debian:13', 'openssl', ['0', '3.5.1-1']),
      ],
    }),
  )
  const told = packageExposure(
    seen([
      'pkg:deb/debian/libssl3@3.0.14-1?arch=amd64&distro=debian-12&upstream=openssl',
      'pkg:deb/debian/openssl@3.0.15-1?arch=amd64&distro=debian-12',
      'pkg:deb/debian/openssl@3.5.1-1?arch=amd64&distro=debian-13',
    ]),
    content,
  )
  assert.deepEqual(told.places, ['deb/openssl'])
  assert.deepEqual(
    told.releases.map(({ ecosystem, versions, clearing }) => [
      ecosystem,
      versions.map(({ affected }) => affected),
      clearing,
    ]),
    [
      ['Debian:12', [3, 2], { version: '3.0.16-1', stays: ['CVE-2026-0003'] }],
      ['Debian:13', [0], { version: undefined, stays: [] }],
    ],
  )
  assert.deepEqual(Object.fromEntries(told.advisories.map(({ name, releases }) => [name, releases])), {
    'CVE-2026-0003': [
      { ecosystem: 'Debian:12', affected: ['3.0.14-1', '3.0.15-1'], others: [], fixed: [], fix: undefined },
    ],
    'CVE-2026-0002': [
      {
        ...{ ecosystem: 'Debian:12', affected: ['3.0.14-1', '3.0.15-1'], others: [], fixed: ['3.0.16-1'] },
        fix: 'upgrade openssl to 3.0.16-1',
      },
    ],
    'CVE-2026-0001': [
      {
        ...{ ecosystem: 'Debian:12', affected: ['3.0.14-1'], others: ['3.0.15-1'], fixed: ['3.0.15-1'] },
        fix: 'upgrade openssl to 3.0.15-1',
      },
    ],
  })
})

it('goes on where the fix of one is within the range of another, and says where nobody speaks of it', () => {
  const content = vulnerabilityContent(
    libraryInMemory({
      osv: [
        covered('npm'),
        advisory('GHSA-1', 'npm', 'chain', ['1.0.0', '2.0.0']),
        advisory('GHSA-2', 'npm', 'chain', ['2.0.0', '3.0.0']),
      ],
    }),
  )
  const told = packageExposure(seen(['pkg:npm/chain@1.5.0', 'pkg:cargo/chain@1.0.0']), content)
  const npm = told.releases.find(({ ecosystem }) => ecosystem === 'npm')
  assert.deepEqual(npm?.clearing, { version: '3.0.0', stays: [] })
  assert.match(told.releases.find((one) => one !== npm)?.versions[0]?.unspoken ?? '', /no advisory feed/)
})

it('is the smallest version that nothing with a fix applies to', () => {
  const ranges = fc.array(fc.tuple(fc.nat(12), fc.option(fc.integer({ min: 1, max: 6 }))), { maxLength: 8 })
  fc.assert(
    fc.property(ranges, fc.nat(14), (all, start) => {
      const version = (n: number) => `${n}.0.0`
      const content = vulnerabilityContent(
        libraryInMemory({
          osv: [
            covered('npm'),
            ...all.map(([from, length], index) =>
              advisory(
                `GHSA-${index}`,
                'npm',
                'x',
                length === null ? [version(from)] : [version(from), version(from + length)],
              ),
            ),
          ],
        }),
      )
      const at = (n: number) => softwareFromPurl(`pkg:npm/x@${version(n)}`)!
      const hasFix = (n: number) => content.match(at(n)).matches.some(({ fixed }) => fixed.length > 0)
      const smallest = Array.from({ length: 40 }, (_, n) => start + n).find((n) => !hasFix(n))!
      const told = clearingVersion([at(start)], (software) => content.match(software))
      assert.equal(told.version, smallest === start ? undefined : version(smallest))
      assert.deepEqual(
        told.stays,
        content.match(at(smallest)).matches.map(({ check }) => check),
      )
    }),
    { numRuns: 100 },
  )
})
