import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayNumber, dayText, projectEnd } from './project-end.ts'
import { theilSen } from './theil-sen.ts'

const history = (...left: number[]) =>
  left.map((each, index) => ({ day: dayText(dayNumber('2026-11-03') + index), left: each }))

test('a straight fall ends where the line meets zero', () => {
  assert.deepEqual(projectEnd(history(40, 35, 30, 25, 20)), {
    kind: 'ends',
    on: '2026-11-11',
    soonest: '2026-11-11',
    latest: '2026-11-11',
    perDay: 5,
  })
})

test('one odd day does not move the end, and widens the interval', () => {
  const projected = projectEnd(history(40, 35, 80, 25, 20, 15, 10))
  assert.equal(projected.kind, 'ends')
  assert.equal(projected.kind === 'ends' && projected.on, '2026-11-11')
  assert.ok(projected.kind === 'ends' && projected.soonest <= projected.on && (projected.latest ?? '9') >= projected.on)
})

test('what does not fall has no end in sight', () => {
  assert.deepEqual(projectEnd(history(9, 9, 9, 9)), { kind: 'no-end', perDay: 0 })
  assert.equal(projectEnd(history(9, 10, 12, 13)).kind, 'no-end')
})

test('a fall that may be chance has no latest day', () => {
  const projected = projectEnd(history(20, 16, 21, 15, 20, 17))
  assert.ok(
    projected.kind === 'ends' ? projected.latest === null : projected.kind === 'no-end',
    JSON.stringify(projected),
  )
})

test('nothing left is done, and two days are too early', () => {
  assert.deepEqual(projectEnd(history(3, 1, 0)), { kind: 'done' })
  assert.deepEqual(projectEnd(history(9, 8)), { kind: 'too-early', days: 2 })
  assert.deepEqual(projectEnd([]), { kind: 'too-early', days: 0 })
})

test('days that were long ago do not count', () => {
  const long = history(...Array.from({ length: 40 }, (_, day) => (day < 30 ? 1000 : 100 - (day - 29) * 2)))
  const projected = projectEnd(long)
  assert.equal(projected.kind, 'ends')
})

test('the slope of any line is found exactly, and lies within its bounds whatever the points', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 3, max: 30 }), (slope, count) => {
      const found = theilSen(Array.from({ length: count }, (_, x) => ({ x, y: slope * x + 7 })))!
      assert.equal(found.slope, slope)
      assert.equal(found.intercept, 7)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 30 }), (values) => {
      const found = theilSen(values.map((y, x) => ({ x, y })))!
      assert.ok(found.low <= found.slope && found.slope <= found.high)
    }),
  )
})
