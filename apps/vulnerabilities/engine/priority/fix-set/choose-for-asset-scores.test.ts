import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assetScore } from '../score/asset-score.ts'
import type { AssetFinding } from './asset-risk.ts'
import { chooseForAssetScores } from './choose-for-asset-scores.ts'
import type { FixAction, FixLimits } from './cover-problem.ts'

const contexts = new Map([
  ['web', { criticality: 5, exposed: true }],
  ['db', { criticality: 4 }],
  ['printer', { criticality: 1 }],
])

/** The sum of the asset scores after a choice, by the formula itself. */
function after(findings: readonly AssetFinding[], chosen: readonly FixAction[]): number {
  const ended = new Set(chosen.flatMap(({ ends }) => ends))
  return [...contexts].reduce((sum, [asset, context]) => {
    const left = findings.filter((finding) => finding.asset === asset && !ended.has(finding.id))
    return (
      sum +
      assetScore(
        left.map(({ risk }) => risk),
        context,
      ).score
    )
  }, 0)
}

function leastAfter(findings: readonly AssetFinding[], actions: readonly FixAction[], limits: FixLimits): number {
  let least = Number.POSITIVE_INFINITY
  for (let choice = 0; choice < 2 ** actions.length; choice++) {
    const chosen = actions.filter((_, index) => (choice >> index) & 1)
    if (chosen.length > (limits.actions ?? 99)) continue
    if (chosen.reduce((sum, { cost = 1 }) => sum + cost, 0) > (limits.budget ?? 999)) continue
    least = Math.min(least, after(findings, chosen))
  }
  return least
}

const cases = (mostActions: number) =>
  fc.integer({ min: 1, max: 20 }).chain((count) => {
    const ids = Array.from({ length: count }, (_, index) => `f${index}`)
    const finding = fc.record({ asset: fc.constantFrom(...contexts.keys()), risk: fc.integer({ min: 0, max: 1000 }) })
    const action = fc.record({ ends: fc.subarray(ids), cost: fc.integer({ min: 0, max: 5 }) })
    return fc.record({
      findings: fc.tuple(...ids.map((id) => finding.map((one) => ({ id, ...one })))),
      actions: fc
        .array(action, { maxLength: mostActions })
        .map((all) => all.map((one, index) => ({ id: `a${index}`, ...one }))),
      limits: fc.record(
        { actions: fc.integer({ min: 0, max: 5 }), budget: fc.integer({ min: 0, max: 15 }) },
        { requiredKeys: [] },
      ),
    })
  })

test('small sets are exact, and what is said of them is what the formula gives', () => {
  fc.assert(
    fc.property(cases(8), ({ findings, actions, limits }) => {
      const set = chooseForAssetScores(findings, actions, contexts, limits)
      const least = leastAfter(findings, actions, limits)
      assert.ok(Math.abs(set.after - least) < 0.05, `${set.after} ${least}`)
      const chosen = actions.filter(({ id }) => set.actions.some((one) => one.id === id))
      assert.ok(Math.abs(after(findings, chosen) - set.after) < 0.05)
      assert.ok(Math.abs(after(findings, []) - set.before) < 0.05)
      assert.equal(set.gap, 0)
      assert.ok(Math.abs(set.actions.reduce((sum, { fall }) => sum + fall, 0) - set.fall) < 0.1)
    }),
  )
})

test('it never does what lets the scores rise only because there is room for it', () => {
  const findings = [
    { id: 'big', asset: 'db', risk: 600 },
    { id: 'small', asset: 'db', risk: 400 },
  ]
  const upgrade = { id: 'upgrade bash', ends: ['small'] }
  assert.deepEqual(chooseForAssetScores(findings, [upgrade], contexts, { actions: 5 }).actions, [])
  const both = chooseForAssetScores(findings, [upgrade, { id: 'upgrade curl', ends: ['big'] }], contexts, {
    actions: 5,
  })
  assert.equal(both.after, 0)
  assert.equal(both.sentence, 'Nothing within these limits removes more.')
})

test('beyond what can be tried, its bound holds', () => {
  const large = Array.from({ length: 60 }, (_, index) => ({
    id: `f${index}`,
    asset: ['web', 'db', 'printer'][index % 3] as string,
    risk: (index * 379) % 1000,
  }))
  const actions = Array.from({ length: 16 }, (_, index) => ({
    id: `a${index}`,
    ends: large.filter((_, finding) => (finding * 7 + index) % 16 < 2 + (index % 3)).map(({ id }) => id),
  }))
  const set = chooseForAssetScores(large, actions, contexts, { actions: 8 })
  assert.ok(set.gap > 0 && set.gap < 1)
  assert.deepEqual(chooseForAssetScores(large, actions, contexts, { actions: 8 }), set)
  const least = leastAfter(large, actions, { actions: 8 })
  assert.ok(set.before - least <= set.bound + 0.05, `${set.before - least} ${set.bound}`)
  assert.ok(set.fall >= (set.before - least) * 0.9, `${set.fall} of ${set.before - least}`)
})
