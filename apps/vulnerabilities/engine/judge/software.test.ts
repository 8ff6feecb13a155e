import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Package, Software } from '@holdfast/inventory/public'
import type { JudgeInput, KnownFacts } from '@holdfast/platform/contract'
import type { Advisory } from '../advisory.ts'
import type { FeedRecord } from '../feed-record.ts'
import { libraryInMemory } from '../library-in-memory.ts'
import { checkIdOf } from './check-id.ts'
import { type VulnerabilityContent, vulnerabilityContent } from './content.ts'
import { software } from './software.ts'

const now = '2026-11-22T10:00:00.000Z'

function advisory(id: string, change: Partial<Advisory> = {}): FeedRecord {
  const base: Advisory = {
    id,
    modified: '2026-11-20T00:00:00Z',
    published: '2026-11-19T00:00:00Z',
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    summary: 'reads past its buffer',
    details: '',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }],
    databaseSeverity: undefined,
    references: [{ type: 'WEB', url: 'https://example.org/a' }],
    cwes: ['CWE-125'],
    affected: [],
  }
  return { kind: 'advisory', advisory: { ...base, ...change } }
}

function naming(ecosystem: string, name: string, fixed?: string): Advisory['affected'] {
  const events = [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])] as never
  const ranges = [{ type: 'ECOSYSTEM', events }] as never
  return [{ ecosystem, name, purl: undefined, severity: [], ranges, commits: [], versions: [] }]
}

const covered = (ecosystem: string, date = '2026-11-21'): FeedRecord[] => [
  { kind: 'date', date },
  { kind: 'coverage', ecosystem },
]

function debian(name: string, version: string, sourceName = name): Package {
  const purl = `pkg:deb/debian/${name}@${version.replaceAll('+', '%2B')}?arch=amd64&distro=debian-12`
  return { ecosystem: 'deb', name, version, architecture: 'amd64', sourceName, sourceVersion: version, purl }
}

function npm(name: string, version: string, path: string): Software {
  return { ecosystem: 'npm', name, version, path, purl: `pkg:npm/${name}@${version}` }
}

function judge(
  content: VulnerabilityContent,
  {
    packages = [],
    libraries = [],
    complete = true,
  }: { packages?: Package[]; libraries?: Software[]; complete?: boolean },
) {
  const set = (fact: KnownFacts['fact'], scope: string, items: object[]): KnownFacts => ({
    fact,
    scope,
    complete,
    observedAt: now,
    items: new Map(items.map((item, index) => [String(index), item as Record<string, unknown>])),
  })
  const input: JudgeInput<VulnerabilityContent> = {
    asset: { kind: 'host', name: 'db-1' },
    facts: [
      set('inventory.operating-system', '', [{ id: 'debian', base: 'debian', family: 'debian', version: '12' }]),
      set('inventory.package', 'dpkg', packages),
      set('inventory.software', 'npm', libraries),
    ],
    problems: [],
    checks: new Map(),
    content,
    now,
  }
  return software
    .judge(input)
    .map(({ check, place, outcome, because, fix }) => ({ check, place, outcome, because, fix }))
}

const lines = (verdicts: ReturnType<typeof judge>) =>
  verdicts.map(({ check, place, outcome }) => `${check.slice('vulnerabilities.'.length)} ${outcome} at ${place}`).sort()

const content = (feeds: Record<string, FeedRecord[]>) => vulnerabilityContent(libraryInMemory(feeds))

test('packages of one source are one finding, which says what is installed and what closes it', () => {
  const known = content({
    tracker: [
      ...covered('Debian:12'),
      advisory('CVE-2026-1', { affected: naming('Debian:12', 'openssl', '3.0.15-1') }),
    ],
  })
  const packages = [debian('libssl3', '3.0.14-1', 'openssl'), debian('openssl', '3.0.14-1'), debian('bash', '5.2-1')]
  const verdicts = judge(known, { packages })
  assert.deepEqual(lines(verdicts), ['advisories-are-current pass at ', 'cve-2026-1 fail at deb/openssl'])
  const [found] = verdicts
  assert.match(found!.because.summary, /^openssl 3\.0\.14-1 is installed; it is fixed in 3\.0\.15-1$/)
  assert.equal(found!.fix, 'upgrade openssl to 3.0.15-1')
  assert.ok(found!.because.lines?.includes('libssl3 3.0.14-1'))
  const fixed = [debian('libssl3', '3.0.15-1', 'openssl'), debian('openssl', '3.0.15-1')]
  assert.deepEqual(lines(judge(known, { packages: fixed })), ['advisories-are-current pass at '])
})

test('a library is found at each place where it lies', () => {
  const known = content({
    npm: [
      ...covered('npm'),
      advisory('GHSA-29mw-wpgm-hmr9', { aliases: ['CVE-2020-28500'], affected: naming('npm', 'lodash', '4.17.21') }),
    ],
    tracker: covered('Debian:12'),
  })
  const libraries = [npm('lodash', '4.17.20', '/srv/a/node_modules/lodash'), npm('lodash', '4.17.20', '/srv/b/lodash')]
  assert.deepEqual(lines(judge(known, { libraries })), [
    'advisories-are-current pass at ',
    'cve-2020-28500 fail at npm/lodash in /srv/a/node_modules/lodash',
    'cve-2020-28500 fail at npm/lodash in /srv/b/lodash',
  ])
})

test('what nobody speaks of is not clean: as a kind where it is all of it, one by one otherwise', () => {
  const known = content({ tracker: covered('Debian:12') })
  const libraries = [npm('a', '1.0.0', '/a'), npm('b', '1.0.0', '/b')]
  const verdicts = judge(known, { packages: [debian('bash', '5.2-1')], libraries })
  assert.deepEqual(lines(verdicts), ['advisories-are-current unknown at npm'])
  assert.match(verdicts[0]!.because.summary, /no advisory feed for npm: not assessed\. 2 of 2/)
  const own: Package = { ...debian('own', ''), purl: 'pkg:deb/debian/own?distro=debian-12' }
  assert.deepEqual(lines(judge(known, { packages: [debian('bash', '5.2-1'), own] })), [
    'advisories-are-current unknown at deb/own',
  ])
})

test('what was not wholly seen and old feeds are said', () => {
  const known = content({ tracker: covered('Debian:12', '2026-10-01') })
  assert.deepEqual(lines(judge(known, { packages: [debian('bash', '5.2-1')], complete: false })), [
    'advisories-are-current fail at deb',
    'advisories-are-current unknown at ',
    'advisories-are-current unknown at npm',
  ])
})

test('the words of a check come from all feeds, and its name is found again', () => {
  const known = content({
    tracker: [advisory('CVE-2026-1', { affected: naming('Debian:12', 'openssl') })],
    kev: [
      {
        kind: 'threat',
        threat: {
          cve: 'CVE-2026-1',
          title: 'Out-of-bounds read in a handshake.',
          epss: { probability: 0.5, percentile: 0.9, date: '2026-11-20' },
          kev: { added: '2026-11-20', due: '2026-12-11', ransomware: true, action: 'Upgrade.', name: 'n' },
        },
      },
    ],
    ghsa: [advisory('GHSA-29mw-wpgm-hmr9')],
  })
  const words = software.open!.wordsOf(checkIdOf('CVE-2026-1'), known)
  assert.equal(words?.title, 'Not affected by CVE-2026-1: Out-of-bounds read in a handshake')
  assert.equal(words?.severity, 'high')
  assert.deepEqual(words?.parameters, {
    name: 'CVE-2026-1',
    about: 'CVE-2026-1: Out-of-bounds read in a handshake',
    cvss: 7.5,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    epss: 0.5,
    percentile: 0.9,
    exploited: true,
    exploitedSince: '2026-11-20',
    due: '2026-12-11',
    ransomware: true,
    published: '2026-11-19',
    weaknesses: ['CWE-125'],
    threat: {
      cvss: { score: 7.5, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', version: '3.1' },
      cwes: ['CWE-125'],
      epss: 0.5,
      epssPercentile: 0.9,
      exploitation: {
        because: 'the catalogue of known exploited vulnerabilities names ransomware',
        level: 'ransomware',
      },
      fixAvailable: false,
      kev: { added: '2026-11-20', due: '2026-12-11', ransomware: true },
      published: '2026-11-19',
    },
  })
  assert.match(words!.remedy.words, /known to be exploited/)
  assert.equal(software.open!.wordsOf(checkIdOf('GHSA-29mw-wpgm-hmr9'), known)?.parameters?.name, 'GHSA-29mw-wpgm-hmr9')
  assert.equal(software.open!.wordsOf(checkIdOf('CVE-2026-2'), known), undefined)
})
