import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OsvAdvisory } from '@holdfast/kit/osv'
import { readOsv } from '@holdfast/kit/osv'
import fc from 'fast-check'
import { advisoryIndex } from './advisory-index.ts'
import { match } from './match.ts'

function advisory(id: string, more: object = {}, ecosystem = 'npm', name = 'left', fixed = '2.0.0'): OsvAdvisory {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }]
  const affected = [{ package: { ecosystem, name }, ranges }]
  const reading = readOsv({ id, modified: '2024-01-01T00:00:00Z', affected, ...more })
  assert.ok(reading.ok)
  return reading.advisory
}

const advisories = [
  advisory('GHSA-1', { aliases: ['CVE-2024-1', 'GHSA-2'] }),
  advisory('GHSA-2', { aliases: ['GHSA-1'] }),
  advisory('GHSA-3', { withdrawn: '2024-02-01T00:00:00Z' }),
  advisory('DSA-1', { upstream: ['CVE-2024-9'] }, 'Debian:12', 'openssl', '3.0.15-1~deb12u1'),
]
const software = [
  { purl: 'pkg:npm/left@1.0.0', ecosystem: 'npm', name: 'left', version: '1.0.0' },
  {
    purl: 'pkg:deb/debian/libssl3@3.0.14-1',
    ecosystem: 'Debian:12',
    name: 'libssl3',
    version: '3.0.14-1',
    sourceName: 'openssl',
  },
  { purl: 'pkg:gem/a@1', ecosystem: 'RubyGems', name: 'a', version: '1' },
]

test('a cycle of aliases is one match, a source package matches, a withdrawn advisory does not', () => {
  const { matches, notAssessed } = match(software, advisoryIndex(advisories))
  assert.deepEqual(
    matches.map(({ check, fixed, matchType }) => [check, fixed, matchType]),
    [
      ['CVE-2024-9', ['3.0.15-1~deb12u1'], 'source-package'],
      ['CVE-2024-1', ['2.0.0'], 'package'],
    ],
  )
  assert.deepEqual(
    notAssessed.map(({ purl, reason }) => [purl, reason]),
    [['pkg:gem/a@1', 'no-feed']],
  )
})

test('a fixed version does not match', () => {
  const fixed = [{ purl: 'pkg:npm/left@2.0.0', ecosystem: 'npm', name: 'left', version: '2.0.0' }]
  assert.deepEqual(match(fixed, advisoryIndex(advisories)), { matches: [], notAssessed: [] })
})

test('order changes nothing', () => {
  const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length })
  const expected = JSON.stringify(match(software, advisoryIndex(advisories)))
  fc.assert(
    fc.property(shuffled(advisories), shuffled(software), (someAdvisories, someSoftware) => {
      assert.equal(JSON.stringify(match(someSoftware, advisoryIndex(someAdvisories))), expected)
    }),
  )
})
