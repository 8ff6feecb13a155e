import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wallTime } from '../../search/index.ts'
import { nextTime } from './next-time.ts'

const schedule = (at: string, zone = 'Europe/Prague', days = [1, 2, 3, 4, 5, 6, 7]) =>
  ({ kind: 'schedule', at, zone, days, when: 'always', count: 0 }) as const
const next = (at: string, now: string, zone?: string, days?: number[]) =>
  new Date(nextTime(schedule(at, zone, days), Date.parse(now))).toISOString()

test('the time is of the wall, before and after clocks change', () => {
  assert.equal(next('07:30', '2026-03-28T00:00:00Z'), '2026-03-28T06:30:00.000Z')
  assert.equal(next('07:30', '2026-03-28T12:00:00Z'), '2026-03-29T05:30:00.000Z')
  assert.equal(next('07:30', '2026-10-24T12:00:00Z'), '2026-10-25T06:30:00.000Z')
})

test('a time that is skipped comes an hour later, one that comes twice comes once', () => {
  assert.equal(next('02:30', '2026-03-29T00:00:00Z'), '2026-03-29T01:30:00.000Z')
  assert.equal(next('02:30', '2026-10-24T23:00:00Z'), '2026-10-25T00:30:00.000Z')
  assert.equal(next('02:30', '2026-10-25T00:30:00Z'), '2026-10-26T01:30:00.000Z')
})

test('on its days only, and never now', () => {
  assert.equal(next('09:00', '2026-11-22T12:00:00Z', 'UTC', [1]), '2026-11-23T09:00:00.000Z')
  assert.equal(next('09:00', '2026-11-23T09:00:00Z', 'UTC', [1]), '2026-11-30T09:00:00.000Z')
})

test('whenever it is asked, the answer is ahead, within eight days, on a day and at the time', () => {
  const zones = ['UTC', 'Europe/Prague', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu']
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
      fc.constantFrom(...zones),
      fc.nat(23),
      fc.nat(59),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (date, zone, hour, minute, days) => {
        const at = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        const found = nextTime(schedule(at, zone, days), date.getTime())
        assert.ok(found > date.getTime() && found - date.getTime() <= 8 * 86_400_000 + 3_600_000)
        const wall = wallTime(zone, found)
        const late = wall.hour * 60 + wall.minute - (hour * 60 + minute)
        // A clock change moves a time that does not exist, by half an hour on Lord Howe.
        assert.ok([0, 30, 60].includes(late), `${at} in ${zone}: ${JSON.stringify(wall)}`)
        const weekday = new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() || 7
        assert.ok(days.includes(weekday))
      },
    ),
  )
})
