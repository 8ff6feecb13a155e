import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextStep, type Ring, type RingCounts, type RolloutState } from './next-step.ts'

const minute = 60_000
const ringOf: fc.Arbitrary<Ring> = fc.record({
  name: fc.constant('ring'),
  tag: fc.constant(null),
  share: fc.constant(100),
  waitMinutes: fc.integer({ min: 0, max: 100 }),
  healthyPercent: fc.integer({ min: 1, max: 100 }),
  withinMinutes: fc.integer({ min: 1, max: 100 }),
})
/** How each agent of each ring would end, and after how many minutes. */
const agentOf = fc.record({
  ends: fc.constantFrom('healthy', 'failed', 'away', 'never'),
  after: fc.integer({ min: 1, max: 150 }),
})
type Agent = { ends: string; after: number }

/** Runs a rollout minute by minute as the worker does, and tells how it went. */
function play(rings: readonly Ring[], fleets: readonly (readonly Agent[])[]) {
  let rollout: RolloutState = { state: 'running', ring: 0, ringSince: 0, forgiven: 0 }
  const orderedAt = rings.map(() => undefined as number | undefined)
  let because = ''
  const countsOf = (at: number, now: number): RingCounts => {
    const counts = { waiting: 0, ordered: 0, healthy: 0, failed: 0, away: 0 }
    const since = orderedAt[at]
    for (const { ends, after } of fleets[at] ?? []) {
      if (since === undefined) counts.waiting++
      else if (ends === 'never' || now - since < after * minute) counts.ordered++
      else counts[ends as 'healthy']++
    }
    return counts
  }
  let now = 0
  for (let step = 0; step < 5000 && rollout.state === 'running'; step++) {
    const next = nextStep(rollout, rings, countsOf(rollout.ring, now), now)
    if (next.do === 'order') orderedAt[rollout.ring] = now
    else if (next.do === 'advance') rollout = { ...rollout, ring: rollout.ring + 1, ringSince: now }
    else if (next.do === 'finish') rollout = { ...rollout, state: 'done' }
    else if (next.do === 'pause') {
      rollout = { ...rollout, state: 'paused' }
      because = next.because
    } else now += minute
  }
  return { rollout, orderedAt, because, now, countsOf }
}

test('a rollout always ends or pauses, and no ring begins before the one before it is healthy and its time has passed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(ringOf, fc.array(agentOf, { maxLength: 12 })), { minLength: 1, maxLength: 5 }),
      (pairs) => {
        const rings = pairs.map(([ring]) => ring)
        const fleets = pairs.map(([, fleet]) => fleet)
        const { rollout, orderedAt, because, countsOf } = play(rings, fleets)
        assert.notEqual(rollout.state, 'running')
        assert.equal(because !== '', rollout.state === 'paused')
        for (const [at, since] of orderedAt.entries()) {
          if (at === 0 || since === undefined) continue
          for (let before = 0; before < at; before++) {
            const began = orderedAt[before]
            if (began === undefined) continue
            const counts = countsOf(before, since)
            const told = counts.ordered + counts.healthy + counts.failed
            assert.ok(counts.healthy > 0 && counts.healthy * 100 >= rings[before]!.healthyPercent * told)
            assert.ok(since - began >= rings[before]!.waitMinutes * minute)
          }
        }
        if (rollout.state === 'done')
          assert.ok(orderedAt.every((since, at) => since !== undefined || fleets[at]!.length === 0))
      },
    ),
    { numRuns: 2000 },
  )
})

test('what is paused, stopped or over does nothing by itself', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('paused', 'stopped', 'done', 'rolling-back', 'rolled-back' as const),
      fc.array(ringOf, { minLength: 1 }),
      fc.record({ waiting: fc.nat(9), ordered: fc.nat(9), healthy: fc.nat(9), failed: fc.nat(9), away: fc.nat(9) }),
      (state, rings, counts) => {
        const rollout = { state: state as 'paused', ring: 0, ringSince: 0, forgiven: 0 }
        assert.deepEqual(nextStep(rollout, rings, counts, 1e12), { do: 'wait' })
      },
    ),
  )
})

test('failures that somebody saw and forgave do not stop it again; new ones do', () => {
  const rings = [{ name: 'canary', tag: null, share: 100, waitMinutes: 0, healthyPercent: 90, withinMinutes: 60 }]
  const counts = { waiting: 0, ordered: 0, healthy: 3, failed: 2, away: 0 }
  const rollout = { state: 'running', ring: 0, ringSince: 0, forgiven: 0 } as const
  assert.equal(nextStep(rollout, rings, counts, 0).do, 'pause')
  assert.equal(nextStep({ ...rollout, forgiven: 2 }, rings, counts, 0).do, 'finish')
  assert.equal(nextStep({ ...rollout, forgiven: 1 }, rings, counts, 0).do, 'pause')
})
