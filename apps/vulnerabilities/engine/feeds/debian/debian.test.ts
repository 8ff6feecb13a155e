import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, coverageIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { debianFixesReader } from './fixes-reader.ts'
import { debianListReader } from './list-reader.ts'
import { ecosystemOfSuite } from './suite.ts'
import { debianTrackerReader } from './tracker-reader.ts'

const tracker = {
  'xz-utils': {
    'CVE-2024-3094': {
      description: 'A backdoor',
      releases: {
        bookworm: { status: 'resolved', fixed_version: '0', urgency: 'not yet assigned' },
        trixie: { status: 'resolved', fixed_version: '5.6.1+really5.4.5-1', urgency: 'high**' },
        sid: { status: 'resolved', fixed_version: '5.6.1+really5.4.5-1', urgency: 'high' },
      },
    },
  },
  tar: {
    'CVE-2005-2541': {
      releases: { bookworm: { status: 'open', urgency: 'unimportant', repositories: { bookworm: '1.34' } } },
    },
    'CVE-2025-1': {
      releases: {
        bullseye: { status: 'open', nodsa: 'Minor issue', nodsa_reason: '', urgency: 'low' },
        bookworm: { status: 'open', nodsa: 'Not worth it', nodsa_reason: 'ignored', urgency: 'low' },
        buster: { status: 'open', urgency: 'end-of-life' },
        trixie: { status: 'undetermined', urgency: 'not yet assigned' },
        hazy: { status: 'open', urgency: 'low' },
        forky: { status: 'odd' },
      },
    },
  },
}

test('a suite is a release, whatever part of it', () => {
  assert.equal(ecosystemOfSuite('bookworm'), 'Debian:12')
  assert.equal(ecosystemOfSuite('bookworm-security'), 'Debian:12')
  assert.equal(ecosystemOfSuite('sid'), '')
  assert.equal(ecosystemOfSuite('hazy'), undefined)
})

test('the tracker says for each release what is fixed, and what will not be', async () => {
  const text = JSON.stringify(tracker, undefined, 2)
  assert.ok(debianTrackerReader.matches('debian.json', text))
  for (const size of [5, 65_536]) {
    const records = await readText(debianTrackerReader, 'debian.json', text, size)
    const [xz, tar, many] = advisoriesIn(records)
    assert.equal(xz?.id, 'DEBIAN-CVE-2024-3094/xz-utils')
    assert.deepEqual(xz?.upstream, ['CVE-2024-3094'])
    assert.deepEqual(
      xz?.affected.map(({ ecosystem, name, state, rating, ranges }) => [ecosystem, name, state, rating, ranges]),
      [
        ['Debian:12', 'xz-utils', 'not-affected', undefined, []],
        [
          'Debian:13',
          'xz-utils',
          undefined,
          'high',
          [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '5.6.1+really5.4.5-1' }] }],
        ],
      ],
    )
    assert.deepEqual(
      [...(tar?.affected ?? []), ...(many?.affected ?? [])].map((one) => [
        one.ecosystem,
        one.state,
        one.unfixed,
        one.rating,
        one.justification,
      ]),
      [
        ['Debian:12', 'affected', 'not-yet', 'unimportant', undefined],
        ['Debian:11', 'affected', 'deferred', 'low', 'Minor issue'],
        ['Debian:12', 'affected', 'wont-fix', 'low', 'Not worth it'],
        ['Debian:10', 'affected', 'end-of-life', undefined, undefined],
        ['Debian:13', 'under-investigation', undefined, undefined, undefined],
      ],
    )
    assert.deepEqual([...coverageIn(records)].sort(), ['Debian:10', 'Debian:11', 'Debian:12', 'Debian:13'])
    assert.deepEqual(problemsIn(records), [
      'tar CVE-2025-1: the suite "hazy" is not known',
      'tar CVE-2025-1 forky: has a status that is not known',
    ])
  }
})

test('fixes that changelogs tell are fixed versions, and nothing more', async () => {
  const row = { source: 'tar', cve: 'CVE-2022-48303', fixed_version: '1.34-1', suite: 'bookworm-security', date: '' }
  const text = [row, { ...row, suite: 'unstable' }, { ...row, cve: '' }].map((one) => JSON.stringify(one)).join('\n')
  assert.ok(debianFixesReader.matches('fixes.jsonl', text))
  const records = await readText(debianFixesReader, 'fixes.jsonl', text)
  assert.deepEqual(
    advisoriesIn(records).map(({ id, upstream, affected }) => [id, upstream, affected[0]?.ecosystem]),
    [['DEBIAN-CVE-2022-48303/tar/bookworm-security', ['CVE-2022-48303'], 'Debian:12']],
  )
  assert.deepEqual(problemsIn(records), ['fixes.jsonl line 3: names no source, CVE or fixed version'])
  assert.deepEqual(coverageIn(records), [])
})

const list = `[29 Mar 2023] DSA-5380-1 xorg-server - security update
	{CVE-2023-1393 CVE-2023-1394}
	[bullseye] - xorg-server 2:1.20.11-1+deb11u6
	[buster] - xorg-server <not-affected> (Vulnerable code not present)
	NOTE: a note
[07 Jun 2015] DSA-3281-1 Debian Security Team PGP/GPG key change notice
[31 Jul 2025] DSA-5970-1 sope - security update
        {CVE-2025-53603}
        [bookworm] - sope <end-of-life>
        [odd] - sope 1
`

test('the lists of advisories name fixed versions by release', async () => {
  assert.ok(debianListReader.matches('DSA-list.txt', list))
  const records = await readText(debianListReader, 'DSA-list.txt', list, 9)
  const [first, second, ...others] = advisoriesIn(records)
  assert.deepEqual(others, [])
  assert.equal(first?.id, 'DSA-5380-1')
  assert.equal(first?.published, '2023-03-29')
  assert.deepEqual(first?.upstream, ['CVE-2023-1393', 'CVE-2023-1394'])
  assert.deepEqual(first?.affected[0]?.ranges[0]?.events[1], { fixed: '2:1.20.11-1+deb11u6' })
  assert.equal(first?.affected[1]?.state, 'not-affected')
  assert.equal(first?.affected[1]?.justification, 'Vulnerable code not present')
  assert.equal(second?.affected[0]?.unfixed, 'end-of-life')
  assert.deepEqual(problemsIn(records), ['DSA-list.txt line 10: the suite "odd" is not known'])
})

test('damaged documents are survived', async () => {
  await surviveDamage(debianTrackerReader, 'debian.json', tracker)
  await surviveDamage(debianListReader, 'list', list)
  await surviveDamage(
    debianFixesReader,
    'f.jsonl',
    '{"source":"tar","cve":"CVE-2022-48303","fixed_version":"1","suite":"sid"}\n',
  )
})
