import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  formatClock,
  formatDate,
  formatDayTime,
  formatDuration,
  formatExact,
  formatRelative,
  formatSpan,
} from './time.ts'

const now = Date.parse('2026-11-22T10:14:00Z')

it('tells distances in one unit, both ways', () => {
  const ago = (ms: number) => formatRelative(now - ms, now, 'UTC')
  assert.equal(ago(1_000), 'just now')
  assert.equal(ago(8_000), '8 s ago')
  assert.equal(ago(59_999), '59 s ago')
  assert.equal(ago(60_000), '1 min ago')
  assert.equal(ago(3 * 3_600_000), '3 h ago')
  assert.equal(ago(86_400_000), '1 day ago')
  assert.equal(ago(12 * 86_400_000), '12 days ago')
  assert.equal(ago(-2 * 86_400_000), 'in 2 days')
  assert.equal(ago(40 * 86_400_000), '13 Oct 2026')
  assert.equal(formatRelative('no date', now), 'unknown')
})

it('writes dates and clocks in the zone asked for', () => {
  assert.equal(formatDate('2026-09-02T23:30:00Z', 'Europe/Berlin'), '3 Sep 2026')
  assert.equal(formatDayTime('2026-11-12T09:31:00Z', 'UTC'), '12 Nov 09:31')
  assert.equal(formatClock('2026-11-12T00:05:09Z', 'UTC', true), '00:05:09')
  assert.equal(formatExact('2026-11-22T10:12:48Z', 'UTC'), '22 Nov 2026, 10:12:48 UTC')
})

it('writes durations in at most two units', () => {
  assert.equal(formatDuration(420), '420 ms')
  assert.equal(formatDuration(5_000), '5 s')
  assert.equal(formatDuration(245_000), '4 min 5 s')
  assert.equal(formatDuration(5 * 3_600_000 + 12 * 60_000), '5 h 12 min')
  assert.equal(formatDuration(12 * 86_400_000), '12 d')
  assert.equal(formatSpan(86_400_000), '1 day')
})
