import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { severityLevel } from './severity-level.ts'
import { indicatorsOf, threatIndicators } from './threat-indicators.ts'

const cvss = (vector: string, score: number) => ({ vector, version: '3.1' as const, score })
const log4shell = {
  cvss: cvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10),
  epss: 0.97,
  kev: { added: '2021-12-10', due: '2021-12-24', ransomware: true },
  exploitation: { level: 'ransomware', because: 'x' },
  automatable: 'yes',
  technicalImpact: 'total',
  published: '2021-12-10',
  cwes: ['CWE-20', 'CWE-502'],
  fixAvailable: true,
} as const

const named = (threat: Parameters<typeof indicatorsOf>[0], present: boolean) =>
  indicatorsOf(threat)
    .filter((indicator) => indicator.present === present)
    .map(({ id }) => id)

test('the indicators of a known outbreak', () => {
  assert.deepEqual(named(log4shell, true), [
    'cisa-known-exploited',
    'actively-attacked',
    'ransomware',
    'zero-day',
    'easy-exploit',
    'predicted-high-risk',
    'remote-code-execution',
    'wormable',
    'unauthenticated-exploitation',
    'high-data-loss',
    'high-lateral-movement',
  ])
  assert.deepEqual(named(log4shell, false), ['no-patch'])
})

test('what is not known is absent, neither present nor denied', () => {
  assert.deepEqual(indicatorsOf({}), [])
  assert.deepEqual(
    indicatorsOf({}, { catalogue: true }).map(({ id, present }) => [id, present]),
    [['cisa-known-exploited', false]],
  )
  assert.deepEqual(named({ epss: 0.01 }, false), ['predicted-high-risk'])
})

test('shapes of attacks, in every version of CVSS', () => {
  const local = named({ cvss: cvss('CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8) }, true)
  assert.ok(local.includes('privilege-escalation') && !local.includes('unauthenticated-exploitation'))
  const crash = ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N', 'AV:N/AC:L/Au:N/C:N/I:N/A:C']
  for (const vector of crash) {
    const found = named({ cvss: cvss(vector, 8) }, true)
    assert.ok(found.includes('denial-of-service') && found.includes('unauthenticated-exploitation'), vector)
    assert.ok(!found.includes('high-data-loss') && !found.includes('wormable'), vector)
  }
  assert.deepEqual(named({ exploitation: { level: 'poc', because: 'x', atLeast: true } }, true), ['public-exploit'])
})

test('every indicator can be present, and its sentence is one', () => {
  const seen = new Set<string>()
  const cases = [
    log4shell,
    { ...log4shell, exploitation: { level: 'weaponised', because: 'x' }, fixAvailable: false } as const,
    { cvss: cvss('CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8), cwes: ['CWE-269'] },
    { cwes: ['CWE-770'] },
  ]
  for (const indicator of cases.flatMap((threat) => indicatorsOf(threat))) {
    if (indicator.present) seen.add(indicator.id)
    assert.match(indicator.sentence, /^[A-Z].*\.$/)
  }
  assert.deepEqual([...seen].sort(), threatIndicators.map(({ id }) => id).sort())
})

test('levels follow the severity, and exploitation raises them', () => {
  const level = (score: number, exploited = false) =>
    severityLevel({ cvss: cvss('…', score), ...(exploited && { kev: { ransomware: false } }) })?.level
  assert.deepEqual(
    [0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map((score) => level(score)),
    [1, 2, 2, 3, 3, 4, 4, 5, 5],
  )
  assert.equal(level(7.8, true), 5)
  assert.equal(level(9.8, true), 5)
  assert.equal(severityLevel({ rating: 'Important' })?.name, 'Critical')
  assert.equal(severityLevel({ epss: 1 }), undefined)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), fc.boolean(), (tenths, exploited) => {
      assert.ok((level((tenths + 1) / 10, exploited) ?? 0) >= (level(tenths / 10, exploited) ?? 9))
      assert.ok((level(tenths / 10, true) ?? 0) >= (level(tenths / 10) ?? 9))
    }),
  )
})
