import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Instant } from '../../contract/index.ts'
import { applySight, type Change } from './apply-sight.ts'
import {
  type FindingState,
  lastFoundAt,
  lastTestedAt,
  type Reach,
  reaches,
  type Sight,
  type Test,
  timesFound,
} from './finding-state.ts'
import { isFlapping } from './flapping.ts'

/** Hours after an arbitrary midnight. */
const at = (hour: number): Instant => new Date(Date.UTC(2026, 0, 1, hour)).toISOString()
const days = 24

const found = (severity = 3, evidence = 'e1'): Sight => ({ kind: 'found', severity, evidence })
const gone: Sight = { kind: 'gone', because: 'passed' }
const untested: Sight = { kind: 'untested' }

interface Given {
  readonly hour: number
  readonly sights: readonly Sight[]
  readonly fresh?: boolean
  readonly reach?: Reach
}

/** Applies tests one after another, as the store does: each batch of a test after the first is a continued one. */
function live(given: readonly Given[]) {
  let state: FindingState | undefined
  const log: Change[] = []
  given.forEach(({ hour, sights, fresh = true, reach = 'privileged' }, index) => {
    sights.forEach((sight, batch) => {
      const previous = given[index - 1]
      const step = applySight(state, sight, {
        number: index + 1,
        testedAt: at(hour),
        ...(previous && { previousAt: at(previous.hour) }),
        continued: batch > 0,
        fresh,
        reach,
      } satisfies Test)
      state = step.state
      log.push(...step.changes)
    })
  })
  const latest = at(given.at(-1)?.hour ?? 0)
  return { state, log, tests: given.length, latest }
}

const life = (...sights: readonly Sight[]) => live(sights.map((sight, hour) => ({ hour, sights: [sight] })))

test('new, active, fixed, reopened, active', () => {
  const statuses = [1, 2, 3, 4, 5, 6].map(
    (count) => life(...[found(), found(), found(), gone, found(), found()].slice(0, count)).state?.status,
  )
  assert.deepEqual(statuses, ['new', 'active', 'active', 'fixed', 'reopened', 'active'])
  const { state, log } = life(found(), found(), found(), gone, found(), found())
  assert.equal(state?.fixedAt, at(3))
  assert.equal(state?.reopenedAt, at(4))
  assert.deepEqual(
    log.map(({ kind }) => kind),
    ['opened', 'confirmed', 'fixed', 'reopened', 'confirmed'],
  )
})

test('found again means found in a newer observation', () => {
  const { state } = live([
    { hour: 0, sights: [found()] },
    { hour: 1, sights: [found()], fresh: false },
  ])
  assert.equal(state?.status, 'new')
})

test('what was never found has no life', () => {
  assert.equal(life(gone, untested, gone).state, undefined)
})

test('not tested is not fixed', () => {
  const { state, latest, tests } = life(found(), found(), untested, untested)
  assert.equal(state?.status, 'active')
  assert.equal(state?.untestedSince, at(2))
  assert.equal(lastFoundAt(state as FindingState, latest), at(1))
  assert.equal(lastTestedAt(state as FindingState, latest), at(1))
  assert.equal(timesFound(state as FindingState, tests), 2)
})

test('a test that looks less far does not fix what a farther one found', () => {
  const seen = (reach: Reach, then: Reach) =>
    live([
      { hour: 0, sights: [found()], reach },
      { hour: 1, sights: [gone], reach: then },
    ]).state
  assert.equal(seen('privileged', 'outside')?.status, 'new')
  assert.equal(seen('privileged', 'outside')?.untestedSince, at(1))
  assert.equal(seen('signed-in', 'outside')?.status, 'new')
  assert.equal(seen('outside', 'privileged')?.status, 'fixed')
  assert.equal(seen('signed-in', 'signed-in')?.status, 'fixed')
})

test('a withdrawn check fixes from any distance', () => {
  const { state } = live([
    { hour: 0, sights: [found()], reach: 'privileged' },
    { hour: 1, sights: [{ kind: 'gone', because: 'withdrawn' }], reach: 'outside' },
  ])
  assert.equal(state?.status, 'fixed')
})

test('flapping is told by quick returns, and ends after a quiet month', () => {
  const given = [0, 1, 2, 3, 4].map((day) => ({ hour: day * days, sights: [day % 2 === 0 ? found() : gone] }))
  const { state } = live(given)
  assert.equal(state?.timesReopened, 2)
  assert.equal(isFlapping(state as FindingState, at(5 * days)), true)
  assert.equal(isFlapping(state as FindingState, at(40 * days)), false)
  const slow = [0, 1, 30, 31, 60].map((day, index) => ({
    hour: day * days,
    sights: [index % 2 === 0 ? found() : gone],
  }))
  assert.equal(isFlapping(live(slow).state as FindingState, at(61 * days)), false)
})

test('changes of severity and evidence are told, and the status stays', () => {
  const { state, log } = life(found(3, 'e1'), found(3, 'e1'), found(5, 'e2'))
  assert.equal(state?.severity, 5)
  assert.deepEqual(log.slice(2), [
    { kind: 'severity', from: 3, to: 5 },
    { kind: 'evidence', from: 'e1', to: 'e2' },
  ])
})

const sight = fc.oneof(
  fc.record({
    kind: fc.constant('found' as const),
    severity: fc.integer({ min: 1, max: 5 }),
    evidence: fc.constantFrom('e1', 'e2', 'e3'),
  }),
  fc.record({ kind: fc.constant('gone' as const), because: fc.constantFrom('passed' as const, 'absent' as const) }),
  fc.constant({ kind: 'untested' as const }),
)
const course = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 300 }),
      sights: fc.array(sight, { minLength: 1, maxLength: 4 }),
      reach: fc.constantFrom(...reaches),
      fresh: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((tests) => {
    let hour = 0
    return tests.map(({ pause, ...rest }) => {
      hour += pause
      return { hour, ...rest }
    })
  })

/** What people see of a finding; how it is counted inside may differ. */
function visible({ state, tests, latest }: ReturnType<typeof live>) {
  if (!state) return undefined
  const { countingFrom: _, foundBefore: __, foundUntil: ___, beforeFix: ____, ...rest } = state
  return { ...rest, times: timesFound(state, tests), lastFound: lastFoundAt(state, latest) }
}

test('applying a batch twice changes nothing', () => {
  fc.assert(
    fc.property(course, (given) => {
      const twice = given.map((each) => ({ ...each, sights: each.sights.flatMap((one) => [one, one]) }))
      const once = live(given)
      const again = live(twice)
      assert.deepEqual(visible(again), visible(once))
      assert.deepEqual(again.log, once.log)
    }),
    { numRuns: 500 },
  )
})

test('the batches of one test may come in any order', () => {
  fc.assert(
    fc.property(course, fc.infiniteStream(fc.nat()), (given, random) => {
      const shuffled = given.map((each) => ({ ...each, sights: shuffle(each.sights, random) }))
      assert.deepEqual(visible(live(shuffled)), visible(live(given)))
    }),
    { numRuns: 1000 },
  )
})

test('agrees with a model that writes every test down', () => {
  fc.assert(
    fc.property(course, (given) => {
      assert.deepEqual(visible(live(given)), model(given))
    }),
    { numRuns: 1000 },
  )
})

test('only a test that looked far enough and found nothing fixes, and a first-found date never moves', () => {
  fc.assert(
    fc.property(course, (given) => {
      const before = live(given.slice(0, -1)).state
      const after = live(given).state
      if (!before) return
      assert.equal(after?.firstFoundAt, before.firstFoundAt)
      const last = given.at(-1)
      if (before.status === 'fixed' || after?.status !== 'fixed') return
      assert.ok(last?.sights.some(({ kind }) => kind === 'gone'))
      assert.ok(last?.sights.every(({ kind }) => kind !== 'found'))
      assert.ok(reaches.indexOf(last?.reach ?? 'outside') >= reaches.indexOf(before.reach))
    }),
    { numRuns: 1000 },
  )
})

/** The life-cycle written the slow way: one combined answer per test, every counter moved by every test. */
function model(given: readonly Given[]) {
  let seen: NonNullable<ReturnType<typeof visible>> | undefined
  for (const { hour, sights, fresh, reach = 'privileged' } of given) {
    const now = at(hour)
    const finds = sights.flatMap((one) => (one.kind === 'found' ? [one] : []))
    const worst = finds.sort((a, b) => b.severity - a.severity || (a.evidence < b.evidence ? -1 : 1))[0]
    if (worst) {
      const { severity, evidence } = worst
      const base = seen ?? {
        status: 'new' as const,
        statusAt: now,
        reach,
        firstFoundAt: now,
        timesFixed: 0,
        timesReopened: 0,
        flaps: 0,
        times: 0,
      }
      const { untestedSince: _, ...rest } = { untestedSince: undefined, ...base }
      const far = reaches.indexOf(reach) > reaches.indexOf(base.reach) ? reach : base.reach
      seen = { ...rest, severity, evidence, reach: far, times: base.times + 1, lastFound: now }
      if (base.status === 'fixed') {
        const quick = Date.parse(now) - Date.parse(base.fixedAt ?? now) <= 7 * 24 * 3_600_000
        const flaps = quick ? base.flaps + 1 : 0
        seen = {
          ...seen,
          status: 'reopened',
          statusAt: now,
          reopenedAt: now,
          flaps,
          timesReopened: base.timesReopened + 1,
        }
      } else if (base.status !== 'active' && fresh && base.statusAt < now) {
        seen = { ...seen, status: 'active', statusAt: now }
      }
    } else if (seen && seen.status !== 'fixed') {
      const tested = sights.some(({ kind }) => kind === 'gone') && reaches.indexOf(reach) >= reaches.indexOf(seen.reach)
      const { untestedSince, ...rest } = seen
      seen = tested
        ? { ...rest, status: 'fixed', statusAt: now, fixedAt: now, timesFixed: seen.timesFixed + 1 }
        : { ...rest, untestedSince: untestedSince ?? now }
    }
  }
  return seen
}

function shuffle<T>(values: readonly T[], random: fc.Stream<number>): T[] {
  const rest = [...values]
  return values.map(() => rest.splice((random.next().value ?? 0) % rest.length, 1)[0] as T)
}
