import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Calendar } from './business-days.ts'
import { type Clock, clockAt, type SlaTarget } from './clock.ts'
import { forecastBreaches, slaFigures } from './forecast.ts'

const at = (text: string) => Date.parse(text)
const dayMs = 86_400_000
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())
const office: Calendar = { zone: 'Europe/Prague', days: [1, 2, 3, 4, 5], holidays: ['2026-12-24', '2026-12-25'] }
const month: SlaTarget = { days: 30, start: ['firstFound'] }

test('a clock runs, is paused, met or breached', () => {
  const firstFound = at('2026-11-01T08:00:00Z')
  const state = (more: object, now: string) => clockAt(month, { firstFound, ...more }, at(now)).state
  assert.equal(state({}, '2026-11-20T00:00:00Z'), 'running')
  assert.equal(state({}, '2026-12-01T08:00:00Z'), 'running')
  assert.equal(state({}, '2026-12-01T08:00:01Z'), 'breached')
  assert.equal(state({ fixed: at('2026-11-30T08:00:00Z') }, '2027-01-01T00:00:00Z'), 'met')
  assert.equal(state({ fixed: at('2026-12-30T08:00:00Z') }, '2027-01-01T00:00:00Z'), 'breached')
  assert.equal(state({ pauses: [{ from: at('2026-11-10T00:00:00Z') }] }, '2027-01-01T00:00:00Z'), 'paused')
  assert.equal(state({}, '2026-10-01T00:00:00Z'), 'not-started')
  const resumed = { pauses: [{ from: at('2026-11-10T08:00:00Z'), to: at('2026-11-20T08:00:00Z') }] }
  const clock = clockAt(month, { firstFound, ...resumed }, at('2026-12-01T08:00:00Z'))
  assert.equal(iso(clock.due), '2026-12-11T08:00:00.000Z')
  assert.deepEqual(
    [clock.usedDays, clock.leftDays, clock.sentence],
    [20, 10, 'Due 2026-12-11T08:00Z; 10 of 30 days are left.'],
  )
})

test('the first start that is known counts', () => {
  const target: SlaTarget = { days: 14, start: ['kevAdded', 'firstFound'] }
  const timeline = { firstFound: at('2026-11-10T00:00:00Z') }
  assert.equal(clockAt(target, timeline, at('2026-11-12T00:00:00Z')).startedBy, 'firstFound')
  const listed = clockAt(target, { ...timeline, kevAdded: at('2026-10-01T00:00:00Z') }, at('2026-11-12T00:00:00Z'))
  assert.deepEqual([listed.startedBy, listed.state], ['kevAdded', 'breached'])
  const none = clockAt({ days: 1, start: ['published'] }, timeline, at('2026-11-12T00:00:00Z'))
  assert.equal(none.sentence, 'The clock has no start: published is not known.')
})

test('business days: weekends, holidays and the change of clocks', () => {
  const target: SlaTarget = { days: 3, start: ['firstFound'], calendar: office }
  const due = (from: string) => iso(clockAt(target, { firstFound: at(from) }, at('2027-06-01T00:00:00Z')).due)
  // Friday noon in Prague: half of Friday, Monday, Tuesday, and Wednesday until noon.
  assert.equal(due('2026-11-20T11:00:00Z'), '2026-11-25T11:00:00.000Z')
  // Saturday: the clock begins on Monday.
  assert.equal(due('2026-11-21T11:00:00Z'), '2026-11-25T23:00:00.000Z')
  // Wednesday, then two holidays and a weekend.
  assert.equal(due('2026-12-23T11:00:00Z'), '2026-12-30T11:00:00.000Z')
  // Over the last weekend of March the offset changes, and the time on the wall stays.
  assert.equal(due('2026-03-27T11:00:00Z'), '2026-04-01T10:00:00.000Z')
  const never = clockAt({ ...target, calendar: { ...office, days: [] } }, { firstFound: 0 }, at('2026-11-20T11:00:00Z'))
  assert.deepEqual([never.due, never.state, never.usedDays], [undefined, 'running', 0])
})

const instants = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') })
const pauses = fc.array(
  fc
    .tuple(instants, fc.option(instants, { nil: undefined }))
    .map(([from, to]) => ({ from, ...(to !== undefined && { to }) })),
  { maxLength: 4 },
)
const targets = fc.record({
  days: fc.integer({ min: 1, max: 120 }),
  start: fc.constant(['firstFound'] as const),
  calendar: fc.constantFrom(undefined, office),
})

test('used and left are the whole, and the time is over exactly when nothing is left', () => {
  fc.assert(
    fc.property(targets, instants, pauses, instants, ({ calendar, ...rest }, firstFound, pauses, now) => {
      const target = { ...rest, ...(calendar && { calendar }) }
      const clock = clockAt(target, { firstFound, pauses }, now)
      assert.ok(Math.abs(clock.usedDays + clock.leftDays - target.days) < 1e-6)
      if (clock.state === 'breached') assert.ok(clock.leftDays < 1e-6)
      if (clock.state === 'not-started' || clock.due === undefined) return
      const atDue = clockAt(target, { firstFound, pauses }, clock.due)
      assert.ok(atDue.state !== 'breached' && atDue.leftDays < 1e-6, atDue.sentence)
      assert.equal(clockAt(target, { firstFound, pauses }, clock.due + 1).state, 'breached')
    }),
  )
})

test('a pause never brings the end nearer, and a breach never goes away by waiting', () => {
  fc.assert(
    fc.property(
      targets,
      instants,
      pauses,
      instants,
      instants,
      ({ calendar, ...rest }, firstFound, pauses, one, other) => {
        const target = { ...rest, ...(calendar && { calendar }) }
        const due = (pauses: { from: number; to?: number }[]) =>
          clockAt(target, { firstFound, pauses }, firstFound).due ?? Number.POSITIVE_INFINITY
        assert.ok(due(pauses) >= due(pauses.slice(1)))
        const [early, late] = [Math.min(one, other), Math.max(one, other)]
        if (clockAt(target, { firstFound, pauses }, early).state === 'breached') {
          assert.equal(clockAt(target, { firstFound, pauses }, late).state, 'breached')
        }
      },
    ),
  )
})

test('the forecast: those that are due first are fixed first', () => {
  const now = at('2026-11-23T00:00:00Z')
  const clock = (due: number, state: Clock['state'] = 'running'): Clock => ({
    state,
    due,
    startedBy: 'firstFound',
    started: 0,
    usedDays: 0,
    leftDays: 0,
    sentence: '',
  })
  const clocks = [
    { id: 'late', clock: clock(now - dayMs, 'breached') },
    { id: 'a', clock: clock(now + dayMs / 2) },
    { id: 'b', clock: clock(now + 1.5 * dayMs) },
    { id: 'c', clock: clock(now + 1.6 * dayMs) },
    { id: 'asleep', clock: clock(now + dayMs, 'paused') },
    { id: 'done', clock: clock(now, 'met') },
  ]
  const told = (fixesPerDay: number) =>
    forecastBreaches(clocks, { now, days: 3, fixesPerDay }).map(({ breaches, open }) => [breaches, open])
  assert.deepEqual(told(0), [
    [['a'], 5],
    [['b', 'c'], 5],
    [[], 5],
  ])
  assert.deepEqual(told(1), [
    [['a'], 4],
    [['b', 'c'], 3],
    [[], 2],
  ])
  assert.deepEqual(told(2), [
    [[], 3],
    [[], 1],
    [[], 1],
  ])
  const figures = slaFigures(clocks.map(({ clock }) => clock))
  assert.deepEqual(figures, { running: 3, paused: 1, breached: 1, met: 1, inTime: 0.5 })
  const due = fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 30 })
  fc.assert(
    fc.property(due, fc.integer({ min: 0, max: 5 }), (dues, rate) => {
      const all = dues.map((day, index) => ({
        id: `${index}`,
        clock: clock(now + day * dayMs + 1, day < 0 ? 'breached' : 'running'),
      }))
      const breaches = (fixesPerDay: number) =>
        forecastBreaches(all, { now, days: 30, fixesPerDay }).flatMap(({ breaches }) => breaches)
      assert.ok(breaches(rate + 1).length <= breaches(rate).length)
      assert.equal(breaches(0).length, dues.filter((day) => day >= 0).length)
      assert.equal(new Set(breaches(rate)).size, breaches(rate).length)
    }),
  )
})
