import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assetScore } from './asset-score.ts'
import { fixesOfAsset } from './fixes-of-asset.ts'
import { otherScores } from './other-scores.ts'
import { tagScore } from './tag-score.ts'

const times = (count: number, score: number) => Array.from({ length: count }, () => score)
const busy = [...times(3, 950), ...times(10, 800), ...times(40, 550), ...times(5, 200)]

test('the published vectors of the asset score', () => {
  assert.deepEqual(
    [assetScore(busy, { criticality: 4 }).score, assetScore(busy, { criticality: 4 }).band],
    [688.24, 'medium'],
  )
  const exposed = assetScore(busy, { criticality: 4, exposed: true })
  assert.deepEqual([exposed.score, exposed.band], [825.88, 'high'])
  const quiet = [...times(2, 750), ...times(10, 500), ...times(30, 100)]
  assert.deepEqual(
    [assetScore(quiet, { criticality: 2 }).score, assetScore(quiet, { criticality: 2 }).band],
    [135.7, 'low'],
  )
})

test('an asset without findings scores 0, and none scores above 1000', () => {
  assert.equal(assetScore([], { criticality: 5, exposed: true }).score, 0)
  assert.equal(assetScore([0, 0], { criticality: 5 }).score, 0)
  const full = assetScore([...times(500, 1000), ...times(500, 899), ...times(500, 699), ...times(500, 399)], {
    criticality: 5,
    exposed: true,
  })
  assert.equal(full.score, 1000)
  assert.equal(full.band, 'severe')
  assert.ok(full.cut > 0)
})

test('the terms of the asset score add up, and its order of findings does not matter', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      (scores, criticality, exposed) => {
        const one = assetScore(scores, { criticality, exposed })
        const sum = one.terms.reduce((total, { points }) => total + points, 0)
        assert.ok(Math.abs(sum - one.cut - one.score) <= 0.005 + 1e-9)
        assert.equal(assetScore(scores.toReversed(), { criticality, exposed }).score, one.score)
        if (criticality < 5) assert.ok(assetScore(scores, { criticality: criticality + 1, exposed }).score >= one.score)
        assert.ok(assetScore(scores, { criticality, exposed: true }).score >= one.score)
      },
    ),
  )
})

test('the score of a tag: the mean hides one severe asset, the weighted mean does not', () => {
  const quiet = Array.from({ length: 99 }, () => ({ score: 10, criticality: 2 }))
  const score = tagScore([...quiet, { score: 950, criticality: 5 }])
  assert.ok(score)
  assert.equal(score.mean, 19.4)
  assert.ok(score.weighted > 600 && score.weighted < 950)
  assert.equal(tagScore([]), undefined)
  assert.deepEqual(tagScore([{ score: 0, criticality: 5 }]), { assets: 1, mean: 0, weighted: 0, band: 'low' })
  const asset = fc.record({ score: fc.integer({ min: 0, max: 1000 }), criticality: fc.integer({ min: 1, max: 5 }) })
  fc.assert(
    fc.property(fc.array(asset, { minLength: 1 }), (assets) => {
      const { mean, weighted } = tagScore(assets) ?? { mean: -1, weighted: -1 }
      const scores = assets.map(({ score }) => score)
      for (const value of [mean, weighted]) {
        assert.ok(value >= Math.min(...scores) - 0.01 && value <= Math.max(...scores) + 0.01)
      }
    }),
  )
})

test('which fix lowers it most, each finding ended by any of its fixes', () => {
  const findings = [
    { id: 'a', score: 950, fixes: ['upgrade openssl', 'upgrade everything'] },
    { id: 'b', score: 930, fixes: ['upgrade openssl'] },
    { id: 'c', score: 500, fixes: ['upgrade curl', 'upgrade everything'] },
    { id: 'd', score: 450, fixes: [] },
    { id: 'e', score: 410, fixes: ['upgrade bash'] },
  ]
  const effects = fixesOfAsset(findings, { criticality: 5 })
  assert.deepEqual(
    effects.map(({ fix, findings, removes }) => [fix, findings, removes]),
    [
      ['upgrade openssl', ['a', 'b'], 1880],
      ['upgrade curl', ['c'], 500],
      ['upgrade everything', ['a', 'c'], 1450],
      ['upgrade bash', ['e'], 410],
    ].toSorted((a, b) => fall(b[0] as string) - fall(a[0] as string)),
  )
  assert.ok(fall('upgrade openssl') > 400)
  // The mean of what is left of its class is higher than before.
  assert.ok(fall('upgrade bash') < 0)
  function fall(name: string): number {
    return effects.find(({ fix }) => fix === name)?.fall ?? Number.NaN
  }
})

test('the formulas of others, worked by hand', () => {
  const scores = (input: Parameters<typeof otherScores>[0]) => otherScores(input).map(({ score }) => score)
  assert.deepEqual(scores({ rating: 'Critical', cvssBases: [10, 9], epss: 0.97, kev: { ransomware: true } }), [100, 1])
  assert.deepEqual(scores({ rating: 'high', cvssBases: [8.1], epss: 0.2 }), [15.6, 0.56])
  assert.deepEqual(scores({ rating: 'low', kev: { ransomware: false }, epss: 0.6 }), [31.5, 0.73])
  assert.deepEqual(scores({}), [0, 0])
  assert.deepEqual(scores({ rating: 'constructor', epss: 0.5 }), [25, 0.35])
})
