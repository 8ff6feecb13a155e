import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Advisory } from '../advisory.ts'
import { libraryInMemory } from '../library-in-memory.ts'
import type { Threat } from '../threat.ts'
import { matchSoftware } from './match-software.ts'
import { advisory, below, records, software } from './sample.fixture.ts'

const high31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'
const critical31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const low40 = 'CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N'

function rated(one: Advisory, threat: Partial<Threat> = {}) {
  const told = { kind: 'threat' as const, threat: { cve: 'CVE-2024-1111', ...threat } }
  const library = libraryInMemory({ sample: [...records([one], 'npm'), told] })
  const [match] = matchSoftware(software('pkg:npm/left@1.0.0'), library).matches
  return [match?.severity, match?.rated.by, match?.rated.value]
}

const affected = [below('npm', 'left', '2.0.0')]
const vector = (score: string) => [{ type: `CVSS_V${score[5]}`, score }]

test('the word of the publisher for the package comes first', () => {
  const one = advisory(
    'GHSA-1',
    { aliases: ['CVE-2024-1111'], severity: vector(critical31), affected },
    { rating: 'Moderate' },
  )
  assert.deepEqual(rated(one), ['medium', 'rating', 'Moderate'])
})

test('then the newest version of CVSS, though another says worse', () => {
  const severity = [...vector(critical31), ...vector(low40)]
  assert.deepEqual(rated(advisory('GHSA-1', { aliases: ['CVE-2024-1111'], severity, affected })), [
    'low',
    'cvss',
    low40,
  ])
})

test('a vector of an advisory about several CVEs counts after that of the CVE itself', () => {
  const one = advisory('GHSA-1', {
    upstream: ['CVE-2024-1111', 'CVE-2024-2222'],
    severity: vector(critical31),
    affected,
  })
  assert.deepEqual(rated(one, { severity: vector(high31) }), ['high', 'cvss', high31])
  assert.deepEqual(rated(one), ['critical', 'cvss', critical31])
})

test('what nobody rated is told as such; words that nobody knows and vectors that do not parse say nothing', () => {
  const one = advisory(
    'GHSA-1',
    { aliases: ['CVE-2024-1111'], severity: vector('CVSS:3.1/AV:Q'), affected },
    { rating: 'not yet assigned' },
  )
  assert.deepEqual(rated(one), ['medium', 'nobody', ''])
  const word = { ...one, databaseSeverity: 'CRITICAL' }
  assert.deepEqual(rated(word), ['critical', 'word', 'CRITICAL'])
})
