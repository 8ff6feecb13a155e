import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chooseFixes } from './choose-fixes.ts'
import type { FixAction, FixLimits, RiskFinding } from './cover-problem.ts'

/** The most that any choice removes, by trying all of them. */
function exhaustively(findings: readonly RiskFinding[], actions: readonly FixAction[], limits: FixLimits): number {
  const { actions: most = actions.length, budget = Number.POSITIVE_INFINITY, windows } = limits
  let best = 0
  for (let choice = 0; choice < 2 ** actions.length; choice++) {
    const chosen = actions.filter((_, index) => (choice >> index) & 1)
    if (chosen.length > most || chosen.reduce((sum, { cost = 1 }) => sum + cost, 0) > budget) continue
    if (windows && chosen.some(({ window }) => window !== undefined && !windows.includes(window))) continue
    const ended = new Set(chosen.flatMap(({ ends }) => ends))
    best = Math.max(
      best,
      findings.reduce((sum, { id, risk }) => sum + (ended.has(id) ? risk : 0), 0),
    )
  }
  return best
}

const cases = fc.integer({ min: 1, max: 25 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, index) => `f${index}`)
  const action = fc.record(
    {
      ends: fc.subarray(ids),
      cost: fc.integer({ min: 0, max: 6 }),
      window: fc.constantFrom('saturday', 'sunday'),
    },
    { requiredKeys: ['ends'] },
  )
  return fc.record({
    findings: fc.tuple(...ids.map((id) => fc.integer({ min: 0, max: 1000 }).map((risk) => ({ id, risk })))),
    actions: fc.array(action, { maxLength: 11 }).map((all) => all.map((one, index) => ({ id: `a${index}`, ...one }))),
    limits: fc.record(
      {
        actions: fc.integer({ min: 0, max: 6 }),
        budget: fc.integer({ min: 0, max: 20 }),
        windows: fc.subarray(['saturday', 'sunday']),
      },
      { requiredKeys: [] },
    ),
  })
})

test('small sets are exact: no choice of all that there are removes more', () => {
  fc.assert(
    fc.property(cases, ({ findings, actions, limits }) => {
      const best = exhaustively(findings, actions, limits)
      const { removed, gap, bound, actions: chosen } = chooseFixes(findings, actions, limits)
      assert.equal(removed, best)
      assert.deepEqual([gap, bound], [0, best])
      assert.equal(
        chosen.reduce((sum, { removes }) => sum + removes, 0),
        removed,
      )
      assert.ok(chosen.length <= (limits.actions ?? 99))
      assert.ok(chosen.reduce((sum, { cost }) => sum + cost, 0) <= (limits.budget ?? 999))
    }),
    { numRuns: 400 },
  )
})

test('with next to no effort it is within its own gap of the best', () => {
  fc.assert(
    fc.property(cases, ({ findings, actions, limits }) => {
      const best = exhaustively(findings, actions, limits)
      const { removed, bound, gap } = chooseFixes(findings, actions, limits, 0)
      assert.ok(removed <= best && best <= bound, `${removed} ${best} ${bound}`)
      assert.ok(best === 0 || (best - removed) / best <= gap + 1e-12)
    }),
    { numRuns: 400 },
  )
})

test('risks that are not whole are exact as well', () => {
  fc.assert(
    fc.property(cases, ({ findings, actions, limits }) => {
      const fine = findings.map(({ id, risk }) => ({ id, risk: risk / 7 }))
      const best = exhaustively(fine, actions, limits)
      const { removed } = chooseFixes(fine, actions, limits)
      assert.ok(Math.abs(removed - best) <= 1e-6 * Math.max(1, best))
    }),
    { numRuns: 30 },
  )
})

test('the same in any order of findings, and twice the same', () => {
  fc.assert(
    fc.property(cases, ({ findings, actions, limits }) => {
      const one = chooseFixes(findings, actions, limits)
      assert.deepEqual(chooseFixes(findings, actions, limits), one)
      assert.equal(chooseFixes([...findings].reverse(), [...actions].reverse(), limits).removed, one.removed)
    }),
  )
})

test('more actions and more budget never remove less', () => {
  fc.assert(
    fc.property(cases, ({ findings, actions, limits }) => {
      const { removed } = chooseFixes(findings, actions, limits)
      const more = { ...limits, actions: (limits.actions ?? 20) + 1, budget: (limits.budget ?? 99) + 1 }
      assert.ok(chooseFixes(findings, actions, more).removed >= removed)
    }),
  )
})

test('an upgrade everywhere takes the place of the same on each asset', () => {
  const findings = ['x', 'y', 'z'].map((id) => ({ id, risk: 900 }))
  const single = findings.map(({ id }) => ({ id: `openssl on ${id}`, ends: [id] }))
  const everywhere = { id: 'openssl everywhere', ends: ['x', 'y', 'z', 'unknown'] }
  const { actions, sentence } = chooseFixes(findings, [...single, everywhere], { actions: 2 })
  assert.deepEqual(actions, [{ id: 'openssl everywhere', cost: 1, ends: ['x', 'y', 'z'], removes: 2700 }])
  assert.equal(sentence, 'Nothing within these limits removes more.')
  const cheap = chooseFixes(findings, [...single, { ...everywhere, cost: 9 }], { budget: 2 })
  assert.deepEqual([cheap.removed, cheap.risk, cheap.beyond], [1800, 2700, 0])
})

test('nothing to do, nothing allowed, and numbers that are none', () => {
  assert.equal(chooseFixes([], [], { actions: 3 }).removed, 0)
  const findings = [{ id: 'a', risk: 5 }]
  assert.equal(chooseFixes(findings, [{ id: 'x', ends: ['a'] }], { actions: 0 }).removed, 0)
  assert.equal(chooseFixes(findings, [], { actions: 3 }).beyond, 5)
  assert.throws(
    () => chooseFixes([{ id: 'a', risk: -1 }], [], {}),
    /The risk of finding a is a number of at least 0, not -1/,
  )
  assert.throws(() => chooseFixes(findings, [{ id: 'x', ends: ['a'], cost: Number.NaN }], {}), RangeError)
})
