import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { explainScore, scoreOf } from './explain-score.ts'
import { factsOfThreats } from './facts-of-threats.ts'
import { score1, termIds } from './score-model.ts'
import { exploitations, type PlaceFacts, type ThreatFacts } from './threat-facts.ts'
import { tuneModel } from './tune-model.ts'

const day = '2026-11-23'
const score = fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10)
const cvss = score.map((score) => ({ vector: 'CVSS:4.0/…', version: '4.0' as const, score }))
const share = fc.double({ min: 0, max: 1, noNaN: true })
const date = fc.constantFrom('2021-12-24', '2026-11-22', '2026-11-23', '2026-11-24', '2027-01-01')
const threats: fc.Arbitrary<ThreatFacts> = fc.record(
  {
    cvss,
    rating: fc.constantFrom('Important', 'low', 'unheard of', 'constructor'),
    epss: share,
    epssPercentile: share,
    kev: fc.record({ due: date, ransomware: fc.boolean() }, { requiredKeys: ['ransomware'] }),
    exploitation: fc.record({ level: fc.constantFrom(...exploitations), because: fc.constant('somebody says so') }),
    automatable: fc.constantFrom('yes' as const, 'no' as const),
    technicalImpact: fc.constantFrom('total' as const, 'partial' as const),
  },
  { requiredKeys: [] },
)
const places: fc.Arbitrary<PlaceFacts> = fc.record(
  {
    criticality: fc.integer({ min: 1, max: 5 }),
    reach: fc.constantFrom('internet' as const, 'network' as const, 'local' as const),
    use: fc.constantFrom('running' as const, 'installed' as const),
  },
  { requiredKeys: [] },
)
const inputs = fc.tuple(threats, fc.option(places, { nil: undefined }))

test('the points of all terms are the score, between 0 and 1000, and within the range of what is unknown', () => {
  fc.assert(
    fc.property(inputs, ([threat, place]) => {
      const { score, terms, range } = explainScore(threat, place, { day })
      assert.equal(
        terms.reduce((sum, { points }) => sum + points, 0),
        score,
      )
      assert.ok(Number.isInteger(score) && score >= 0 && score <= 1000)
      assert.ok(range.least <= score && score <= range.most && range.most <= 1000, JSON.stringify(range))
      assert.ok(terms.every(({ sentence }) => sentence.endsWith('.')))
    }),
  )
})

test('the worst of everything is 1000, by itself and in the worst place', () => {
  const worst: ThreatFacts = {
    cvss: { vector: 'CVSS:4.0/…', version: '4.0', score: 10 },
    epss: 1,
    kev: { due: '2021-12-24', ransomware: true },
    automatable: 'yes',
    technicalImpact: 'total',
  }
  assert.equal(scoreOf(worst, undefined, { day }), 1000)
  assert.equal(scoreOf(worst, { criticality: 5, reach: 'internet', use: 'running' }, { day }), 1000)
})

test('no worse value of any factor lowers the score', () => {
  const notLower = (better: ThreatFacts, worse: ThreatFacts, place?: PlaceFacts) =>
    assert.ok(scoreOf(worse, place, { day }) >= scoreOf(better, place, { day }))
  fc.assert(
    fc.property(inputs, share, share, score, score, ([threat, place], p, q, a, b) => {
      notLower({ ...threat, epss: Math.min(p, q) }, { ...threat, epss: Math.max(p, q) }, place)
      const as = (score: number) => ({ ...threat, cvss: { vector: '…', version: '4.0' as const, score } })
      notLower(as(Math.min(a, b)), as(Math.max(a, b)), place)
      const { kev: _, ...unlisted } = threat
      notLower(unlisted, { ...threat, kev: { ransomware: false } }, place)
      notLower({ ...threat, kev: { ransomware: false } }, { ...threat, kev: { ransomware: true } }, place)
      notLower({ ...threat, automatable: 'no' }, { ...threat, automatable: 'yes' }, place)
      notLower({ ...threat, technicalImpact: 'partial' }, { ...threat, technicalImpact: 'total' }, place)
      exploitations.slice(1).forEach((level, index) => {
        const before = exploitations[index] ?? 'none'
        const at = (level: (typeof exploitations)[number]) => ({ ...threat, exploitation: { level, because: 'x' } })
        notLower(at(before), at(level), place)
      })
    }),
  )
})

test('time alone never lowers it, and no worse place does', () => {
  const order = { reach: ['local', 'network', 'internet'], use: ['installed', 'running'] } as const
  fc.assert(
    fc.property(inputs, date, date, ([threat, place = {}], one, other) => {
      const [early, late] = [one, other].sort()
      assert.ok(scoreOf(threat, place, { day: late }) >= scoreOf(threat, place, { day: early }))
      const at = (place: PlaceFacts) => scoreOf(threat, place, { day })
      for (const level of [1, 2, 3, 4]) {
        assert.ok(at({ ...place, criticality: level + 1 }) >= at({ ...place, criticality: level }))
      }
      assert.ok(at({ ...place, reach: order.reach[1] }) >= at({ ...place, reach: order.reach[0] }))
      assert.ok(at({ ...place, reach: order.reach[2] }) >= at({ ...place, reach: order.reach[1] }))
      assert.ok(at({ ...place, use: order.use[1] }) >= at({ ...place, use: order.use[0] }))
      // What is not known of the place takes nothing away.
      assert.ok(scoreOf(threat, {}, { day }) >= at(place))
    }),
  )
})

test('what feeds say of one vulnerability becomes one in any order', () => {
  const nvd = {
    cve: 'CVE-2021-44228',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H' }],
  }
  const old = {
    ...nvd,
    severity: [{ type: 'CVSS_V2', score: 'AV:N/AC:M/Au:N/C:C/I:C/A:C' }],
    published: '2021-12-10T10:15:00Z',
  }
  const epss = { cve: nvd.cve, epss: { probability: 0.97, percentile: 0.9999, date: '2026-11-20' } }
  const older = { cve: nvd.cve, epss: { probability: 0.99, percentile: 1, date: '2025-11-20' } }
  const kev = { cve: nvd.cve, kev: { added: '2021-12-10', due: '2021-12-24', ransomware: true, action: '', name: '' } }
  const ssvc = { cve: nvd.cve, ssvc: { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' } }
  const gone = {
    cve: nvd.cve,
    rejected: true,
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N' }],
  }
  const expected = factsOfThreats([nvd, old, epss, older, kev, ssvc, gone])
  assert.deepEqual(expected, {
    cvss: { vector: nvd.severity[0]?.score, version: '3.1', score: 10 },
    epss: 0.97,
    epssPercentile: 0.9999,
    kev: { added: '2021-12-10', due: '2021-12-24', ransomware: true },
    exploitation: { level: 'ransomware', because: 'the catalogue of known exploited vulnerabilities names ransomware' },
    automatable: 'yes',
    technicalImpact: 'total',
    published: '2021-12-10',
  })
  fc.assert(
    fc.property(fc.shuffledSubarray([nvd, old, epss, older, kev, ssvc, gone], { minLength: 7 }), (threats) => {
      assert.deepEqual(factsOfThreats(threats), expected)
    }),
  )
  assert.deepEqual(factsOfThreats([gone]), { rejected: true })
  const { score, terms } = explainScore(expected, { criticality: 3, reach: 'network', use: 'running' }, { day })
  assert.deepEqual(
    terms.map(({ id, points }) => [id, points]),
    [
      ['severity', 500],
      ['exploitation', 250],
      ['epss', 119],
      ['kevDue', 50],
      ['automatable', 40],
      ['technicalImpact', 40],
      ['criticality', -120],
      ['reach', -62],
      ['use', 0],
    ],
  )
  assert.equal(score, 817)
})

test('what is not known is said, and never counts as the best', () => {
  const { score, range, terms } = explainScore({})
  assert.deepEqual([score, range], [250, { least: 0, most: 950 }])
  assert.deepEqual(
    terms.filter(({ known }) => !known).map(({ id }) => id),
    ['severity', 'exploitation', 'epss', 'automatable', 'technicalImpact'],
  )
  assert.match(terms[0]?.sentence ?? '', /^Nobody has said how severe it is/)
})

test('the published model keeps its own rules', () => {
  assert.equal(
    termIds.reduce((sum, id) => sum + score1.terms[id].weight, 0),
    score1.scale,
  )
  assert.deepEqual(tuneModel(score1, {}), { ok: true, model: score1 })
  for (const id of termIds) {
    const { weight, bounds, levels, curve, reason } = score1.terms[id]
    assert.ok(weight >= (bounds[0] ?? 0) && weight <= (bounds[1] ?? 0) && reason.length > 20, id)
    const shares = curve ? curve.map(([, share]) => share ?? 0) : Object.values(levels ?? {})
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
      id,
    )
    assert.deepEqual([shares.at(0), shares.at(-1)], [0, 1], id)
  }
})

test('a tenant tunes within bounds, and is told everything that is wrong at once', () => {
  const tuned = tuneModel(score1, { weights: { severity: 400, epss: 220 }, place: { use: { installed: 0.6 } } })
  assert.ok(tuned.ok)
  assert.deepEqual(tuned.model.changes, [
    'severity 400 instead of 500',
    'epss 220 instead of 120',
    'use installed × 0.6 instead of × 0.85',
  ])
  assert.equal(scoreOf({ epss: 1 }, { use: 'installed' }, { model: tuned.model }), Math.round(420 * 0.6))
  const refused = tuneModel(score1, {
    weights: { severity: 900, luck: 3 },
    place: { reach: { internet: 0.5, moon: 1 }, use: { running: 0.1 }, weather: {} },
  })
  assert.ok(!refused.ok)
  assert.deepEqual(refused.problems, [
    'The weight of severity is a whole number from 300 to 700, not 900.',
    'There is no term "luck"; there are severity, exploitation, epss, kevDue, automatable, technicalImpact.',
    'The weights add up to 1400; they must add up to 1000: take 400 away.',
    'reach has no level "moon"; it has local, network, internet.',
    'reach internet must not count less (× 0.5) than network (× 0.93).',
    'The factor of use running is a number from 0.5 to 1, not 0.1.',
    'use running must not count less (× 0.1) than installed (× 0.85).',
    'There is no term of the place "weather"; there are criticality, reach, use.',
  ])
})
