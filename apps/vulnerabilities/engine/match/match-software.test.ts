import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Advisory } from '../advisory.ts'
import { libraryInMemory } from '../library-in-memory.ts'
import { type Matching, matchSoftware } from './match-software.ts'
import { advisory, below, records, software } from './sample.fixture.ts'

const openssl = 'pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl'

function matchAll(purl: string, advisories: readonly Advisory[], ...covers: readonly string[]): Matching {
  return matchSoftware(software(purl), libraryInMemory({ sample: records(advisories, ...covers) }))
}

function checks({ matches }: Matching): readonly string[] {
  return matches.map(({ check }) => check)
}

test('every CVE that a distribution answers is a finding of the source package, each once', () => {
  const dsa = advisory('DSA-5764-1', {
    upstream: ['CVE-2024-5535', 'CVE-2024-6119'],
    affected: [below('Debian:12', 'openssl', '3.0.15-1~deb12u1')],
  })
  const { matches } = matchAll(openssl, [dsa], 'Debian:12')
  assert.deepEqual(
    matches.map(({ check, name, installed, fixed, fix, matchType, confidence, aliases }) => ({
      check,
      name,
      installed,
      fixed,
      fix,
      matchType,
      confidence,
      aliases,
    })),
    ['CVE-2024-5535', 'CVE-2024-6119'].map((check) => ({
      check,
      name: 'openssl',
      installed: '3.0.14-1~deb12u2',
      fixed: ['3.0.15-1~deb12u1'],
      fix: 'upgrade openssl to 3.0.15-1~deb12u1',
      matchType: 'exact-indirect',
      confidence: 95,
      aliases: ['DSA-5764-1'],
    })),
  )
})

test('a package that is its own source matches once, and directly', () => {
  const dsa = advisory('DSA-1', { upstream: ['CVE-2024-5535'], affected: [below('Debian:12', 'openssl', '4')] })
  const { matches } = matchAll('pkg:deb/debian/openssl@3.0.14-1?distro=debian-12', [dsa], 'Debian:12')
  assert.deepEqual(
    matches.map(({ matchType, confidence, statements }) => [matchType, confidence, statements.length]),
    [['exact-direct', 97, 1]],
  )
})

test('an installed name is not taken for a source package of the same name', () => {
  const dsa = advisory('DSA-1', { upstream: ['CVE-2024-5535'], affected: [below('Debian:12', 'libssl3', '4')] })
  assert.deepEqual(checks(matchAll(openssl, [dsa], 'Debian:12')), [])
})

test('Red Hat names what is installed, and not what it was built from', () => {
  const purl =
    'pkg:rpm/almalinux/nodejs-docs@16.1.0-1.el9?arch=noarch&distro=almalinux-9.4&upstream=nodejs-16.1.0-1.el9.src.rpm'
  const alsa = advisory('ALSA-1', {
    related: ['CVE-2024-22019'],
    affected: [below('AlmaLinux:9', 'nodejs', '16.20-1.el9')],
  })
  assert.deepEqual(checks(matchAll(purl, [alsa], 'AlmaLinux:9')), [])
  const named = advisory('ALSA-1', {
    related: ['CVE-2024-22019'],
    affected: [below('AlmaLinux:9', 'nodejs-docs', '16.20-1.el9')],
  })
  assert.deepEqual(checks(matchAll(purl, [named], 'AlmaLinux:9')), ['CVE-2024-22019'])
})

test('aliases are followed through other advisories to a CVE, in cycles, and not through a CVE to another', () => {
  const affected = [below('npm', 'left', '2.0.0')]
  const all = [
    advisory('GHSA-aaaa', { aliases: ['GHSA-bbbb'], affected }),
    advisory('GHSA-bbbb', { aliases: ['GHSA-aaaa', 'OTHER-1'] }),
    advisory('OTHER-1', { aliases: ['CVE-2024-1111', 'GHSA-bbbb'] }),
    advisory('BOTH-1', { aliases: ['CVE-2024-1111', 'CVE-2024-2222'] }),
  ]
  const { matches } = matchAll('pkg:npm/left@1.0.0', all, 'npm')
  assert.deepEqual(
    matches.map(({ check, aliases }) => [check, aliases]),
    [['CVE-2024-1111', ['GHSA-aaaa', 'GHSA-bbbb', 'OTHER-1']]],
  )
})

test('without a CVE the smallest id of the alias group is the check, whoever says it', () => {
  const affected = [below('npm', 'left', '2.0.0')]
  const all = [advisory('MAL-2024-9', { aliases: ['GHSA-zzzz'], affected }), advisory('GHSA-zzzz', { affected })]
  const { matches } = matchAll('pkg:npm/left@1.0.0', all, 'npm')
  assert.deepEqual(
    matches.map(({ check, statements }) => [check, statements.map((one) => one.advisory)]),
    [['GHSA-zzzz', ['GHSA-zzzz', 'MAL-2024-9']]],
  )
})

test('all who say so are kept, and fixed versions stand in their own order', () => {
  const all = [
    advisory('GHSA-1', { aliases: ['CVE-2024-1111'], affected: [below('npm', 'left', '10.0.0')] }),
    advisory('GHSA-2', { aliases: ['CVE-2024-1111'], affected: [below('npm', 'left', '9.2.0')] }),
  ]
  const [match] = matchAll('pkg:npm/left@1.0.0', all, 'npm').matches
  assert.deepEqual(match?.fixed, ['9.2.0', '10.0.0'])
  assert.equal(match?.fix, 'upgrade left to 10.0.0')
  assert.deepEqual(
    match?.statements.map(({ feed, advisory: id, fixed }) => [feed, id, fixed]),
    [
      ['sample', 'GHSA-1', '10.0.0'],
      ['sample', 'GHSA-2', '9.2.0'],
    ],
  )
})

test('withdrawn advisories and numbers that were given back are no findings', () => {
  const affected = [below('npm', 'left', '2.0.0')]
  const withdrawn = advisory('GHSA-1', { aliases: ['CVE-2024-1111'], withdrawn: '2024-02-01T00:00:00Z', affected })
  assert.deepEqual(matchAll('pkg:npm/left@1.0.0', [withdrawn], 'npm'), { matches: [], notAssessed: [], outweighed: [] })
  const given = advisory('GHSA-2', { aliases: ['CVE-2024-2222'], affected })
  const threat = { kind: 'threat' as const, threat: { cve: 'CVE-2024-2222', rejected: true } }
  const library = libraryInMemory({ sample: [...records([given], 'npm'), threat] })
  const { matches, outweighed } = matchSoftware(software('pkg:npm/left@1.0.0'), library)
  assert.deepEqual([matches, outweighed.map(({ reason }) => reason)], [[], ['rejected']])
})

test('a word of the publisher that it is not affected outweighs ranges of others', () => {
  const range = advisory('DSA-1', { upstream: ['CVE-2024-1111'], affected: [below('Debian:12', 'openssl')] })
  const vex = advisory(
    'CVE-2024-1111',
    { affected: [{ package: { ecosystem: 'Debian:12', name: 'openssl' } }] },
    { state: 'not-affected', justification: 'vulnerable_code_not_present' },
  )
  assert.deepEqual(checks(matchAll(openssl, [range], 'Debian:12')), ['CVE-2024-1111'])
  assert.deepEqual(matchAll(openssl, [range, vex], 'Debian:12'), { matches: [], notAssessed: [], outweighed: [] })
})

test('a library that a package of the distribution holds is what the distribution says of that package', () => {
  const ghsa = advisory('GHSA-1', { aliases: ['CVE-2024-1111'], affected: [below('PyPI', 'requests', '2.31.0')] })
  const owner = { name: 'python3-requests', ecosystems: ['Debian:12'] }
  const one = software('pkg:pypi/Requests@2.28.1', { owner })
  const both = libraryInMemory({ sample: records([ghsa], 'PyPI', 'Debian:12') })
  const { matches, outweighed } = matchSoftware(one, both)
  assert.deepEqual(matches, [])
  assert.match(
    outweighed[0]?.sentence ?? '',
    /python3-requests of the distribution holds requests: what Debian:12 says/,
  )
  const alone = matchSoftware(one, libraryInMemory({ sample: records([ghsa], 'PyPI') }))
  assert.deepEqual(
    alone.matches.map(({ check, confidence }) => [check, confidence]),
    [['CVE-2024-1111', 50]],
  )
})

test('what cannot be decided is not assessed, with its reason', () => {
  const reasons = ({ notAssessed }: Matching) => notAssessed.map(({ reason, check }) => [reason, check])
  const range = advisory('GHSA-1', { aliases: ['CVE-2024-1111'], affected: [below('npm', 'left', '2.0.0')] })
  assert.deepEqual(reasons(matchAll('pkg:npm/left@odd', [range], 'npm')), [['undecided', 'CVE-2024-1111']])
  assert.deepEqual(reasons(matchAll('pkg:gem/left@1.0.0', [range], 'npm')), [['no-feed', undefined]])
  assert.deepEqual(reasons(matchAll('pkg:generic/left@1.0.0', [range], 'npm')), [['no-ecosystem', undefined]])
  assert.deepEqual(reasons(matchAll('pkg:npm/left', [range], 'npm')), [
    ['no-version', undefined],
    ['undecided', 'CVE-2024-1111'],
  ])
  assert.deepEqual(reasons(matchAll('pkg:deb/debian/a@1?distro=debian-sid', [range], 'npm')), [
    ['no-ecosystem', undefined],
  ])
  const open = advisory('GHSA-1', { affected: [below('npm', 'left', '2.0.0')] }, { state: 'under-investigation' })
  assert.deepEqual(reasons(matchAll('pkg:npm/left@1.0.0', [open], 'npm')), [['under-investigation', 'GHSA-1']])
})

test('a stream of a module says nothing of another, nor of builds for none', () => {
  const purl = (version: string) => `pkg:rpm/almalinux/nodejs@${version}?arch=x86_64&distro=almalinux-9.4`
  const entry = below('AlmaLinux:9', 'nodejs', '18.19.1-1.module_el9.3.0+90+a')
  const modular = advisory('ALSA-1', { related: ['CVE-2024-1111'], affected: [entry] }, { module: 'nodejs:18' })
  const of = (version: string, label?: string) =>
    checks(
      matchSoftware(
        software(purl(version), { module: label }),
        libraryInMemory({ sample: records([modular], 'AlmaLinux:9') }),
      ),
    )
  assert.deepEqual(of('18.18.0-1.module_el9.2.0+1+b'), ['CVE-2024-1111'])
  assert.deepEqual(of('18.18.0-1.module_el9.2.0+1+b', 'nodejs:18:1:c'), ['CVE-2024-1111'])
  assert.deepEqual(of('16.20.0-1.module_el9.2.0+1+b', 'nodejs:16:1:c'), [])
  assert.deepEqual(of('16.20.0-1.el9'), [])
})

test('entries for other architectures are about something else', () => {
  const entry = advisory(
    'A-1',
    { aliases: ['CVE-2024-1111'], affected: [below('Debian:12', 'openssl', '4')] },
    { architectures: ['aarch64'] },
  )
  assert.deepEqual(checks(matchAll(openssl, [entry], 'Debian:12')), [])
  assert.deepEqual(checks(matchAll(openssl.replace('amd64', 'arm64'), [entry], 'Debian:12')), ['CVE-2024-1111'])
})

test('Ubuntu Pro speaks only of what the release itself does not, but first of what came from it', () => {
  const of = (version: string, all: readonly Advisory[]) =>
    checks(
      matchAll(
        `pkg:deb/ubuntu/zlib1g@${version}?distro=ubuntu-22.04&upstream=zlib`,
        all,
        'Ubuntu:22.04:LTS',
        'Ubuntu:Pro:22.04:LTS',
      ),
    )
  const release = advisory('UBUNTU-CVE-2024-1111', {
    upstream: ['CVE-2024-1111'],
    affected: [below('Ubuntu:22.04:LTS', 'zlib')],
  })
  const pro = advisory('UBUNTU-CVE-2024-1111', {
    upstream: ['CVE-2024-1111'],
    affected: [below('Ubuntu:Pro:22.04:LTS', 'zlib', '1.2-1ubuntu2+esm1')],
  })
  const both: Advisory = { ...release, affected: [...release.affected, ...pro.affected] }
  assert.deepEqual(of('1.2-1ubuntu2', [both]), ['CVE-2024-1111'])
  assert.deepEqual(of('1.2-1ubuntu2+esm1', [both]), [])
  assert.deepEqual(of('1.2-1ubuntu1', [pro]), ['CVE-2024-1111'])
})

test('CPEs match only where little confidence is enough, and are labelled', () => {
  const entry = { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.1.1t' }] }] }
  const nvd = advisory('CVE-2023-0286', { affected: [entry] }, { cpe: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*' })
  const library = libraryInMemory({ nvd: records([nvd]) })
  const one = software('pkg:generic/openssl@1.1.1k', { cpes: ['cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*'] })
  assert.deepEqual(matchSoftware(one, library).matches, [])
  const { matches } = matchSoftware(one, library, { leastConfidence: 30 })
  assert.deepEqual(
    matches.map(({ check, matchType, confidence }) => [check, matchType, confidence]),
    [['CVE-2023-0286', 'cpe', 30]],
  )
})

test('texts of any length are cut', () => {
  const long = 'x'.repeat(10_000_000)
  const range = advisory('GHSA-1', { aliases: ['CVE-2024-1111'], affected: [below('npm', 'left', '2.0.0')] })
  const library = libraryInMemory({ sample: records([{ ...range, summary: long, withdrawn: undefined }], 'npm') })
  const base = software('pkg:npm/left@1.0.0')
  for (const one of [
    { ...base, version: `1.0.0-${long}` },
    { ...base, name: long },
    { ...base, purl: long },
    { ...base, cpes: [`cpe:2.3:a:${long}:left:1`] },
  ])
    assert.ok(JSON.stringify(matchSoftware(one, library)).length < 10_000)
})

test('the same software and feeds give the same result, byte for byte, in any order', () => {
  const versions = ['1.0.0', '1.5.0', '2.0.0', '10.0.0', 'odd']
  const ids = ['CVE-2024-1111', 'CVE-2024-2222', 'GHSA-1', 'GHSA-2', 'GHSA-3']
  const some = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 })
  const advisories = fc.uniqueArray(
    fc
      .record({
        id: fc.constantFrom(...ids),
        aliases: some,
        upstream: some,
        name: fc.constantFrom('left', 'right'),
        fixed: fc.option(fc.constantFrom(...versions.slice(0, 4)), { nil: undefined }),
        withdrawn: fc.option(fc.constant('2024-02-01T00:00:00Z'), { nil: undefined, freq: 5 }),
        state: fc.constantFrom('affected', 'affected', 'not-affected', 'under-investigation' as const),
        rating: fc.option(fc.constantFrom('High', 'low'), { nil: undefined }),
      })
      .map(({ id, name, fixed, state, rating, ...more }) =>
        advisory(
          id,
          { ...more, affected: [below('npm', name, fixed)] },
          {
            ...(state === 'affected' ? {} : { state: state as 'not-affected' }),
            ...(rating === undefined ? {} : { rating }),
          },
        ),
      ),
    { selector: ({ id }) => id, maxLength: 5 },
  )
  const seen = new Set<string>()
  fc.assert(
    fc.property(advisories, fc.constantFrom(...versions), fc.infiniteStream(fc.nat()), (all, version, order) => {
      const shuffled = all
        .map((one) => ({ one, at: order.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      const purl = `pkg:npm/left@${version}`
      const expected = matchAll(purl, all, 'npm')
      for (const { check } of expected.matches) seen.add(check)
      assert.equal(JSON.stringify(matchAll(purl, shuffled, 'npm')), JSON.stringify(expected))
      // A finding is told once, and is neither undecided nor outweighed at the same time.
      const told = [...expected.matches, ...expected.outweighed, ...expected.notAssessed].map(({ check }) => check)
      assert.equal(new Set(told).size, told.length)
    }),
    { numRuns: 500 },
  )
  assert.ok(seen.has('CVE-2024-1111') && seen.size >= 2)
})
