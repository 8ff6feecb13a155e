import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addUnits, startOfUnit, type Unit } from './calendar.ts'
import { parseDate } from './parse-date.ts'
import { parseDuration } from './parse-duration.ts'
import { instantOf, isZone, wallTime } from './zone.ts'

const prague = { now: Date.parse('2026-11-22T10:30:15.250Z'), zone: 'Europe/Prague' }

function spanOf(text: string, context = prague): string {
  const span = parseDate(text, context)
  return span ? `${new Date(span.from).toISOString()} ${new Date(span.to).toISOString()}` : 'none'
}

test('days carry over into the month that the year has, not into that of a leap year', () => {
  const start = Date.parse('2025-02-23T23:00:00Z')
  assert.equal(new Date(addUnits('Europe/Prague', start, 1, 'w')).toISOString(), '2025-03-02T23:00:00.000Z')
})

describe('a date', () => {
  const dates: readonly [string, string][] = [
    ['2026-11-22', '2026-11-21T23:00:00.000Z 2026-11-22T23:00:00.000Z'],
    ['2026-11', '2026-10-31T23:00:00.000Z 2026-11-30T23:00:00.000Z'],
    ['2026', '2025-12-31T23:00:00.000Z 2026-12-31T23:00:00.000Z'],
    ['2026-11-22T10:30', '2026-11-22T09:30:00.000Z 2026-11-22T09:31:00.000Z'],
    ['2026-11-22 10', '2026-11-22T09:00:00.000Z 2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:30Z', '2026-11-22T10:30:00.000Z 2026-11-22T10:31:00.000Z'],
    ['2026-11-22T10:30:05+05:30', '2026-11-22T05:00:05.000Z 2026-11-22T05:00:06.000Z'],
    ['2026-11-22T10:30:05.120-0800', '2026-11-22T18:30:05.120Z 2026-11-22T18:30:05.121Z'],
    ['2024-02-29', '2024-02-28T23:00:00.000Z 2024-02-29T23:00:00.000Z'],
    ['now', '2026-11-22T10:30:15.250Z 2026-11-22T10:30:15.251Z'],
    ['NOW-7d', '2026-11-15T10:30:15.250Z 2026-11-15T10:30:15.251Z'],
    ['now-1h+30m', '2026-11-22T10:00:15.250Z 2026-11-22T10:00:15.251Z'],
    ['now/d', '2026-11-21T23:00:00.000Z 2026-11-22T23:00:00.000Z'],
    ['today', '2026-11-21T23:00:00.000Z 2026-11-22T23:00:00.000Z'],
    ['yesterday', '2026-11-20T23:00:00.000Z 2026-11-21T23:00:00.000Z'],
    ['now-3w/d', '2026-10-31T23:00:00.000Z 2026-11-01T23:00:00.000Z'],
    ['now/w', '2026-11-15T23:00:00.000Z 2026-11-22T23:00:00.000Z'],
    ['now-1M/M', '2026-09-30T22:00:00.000Z 2026-10-31T23:00:00.000Z'],
    ['now/y', '2025-12-31T23:00:00.000Z 2026-12-31T23:00:00.000Z'],
    ['now/h', '2026-11-22T10:00:00.000Z 2026-11-22T11:00:00.000Z'],
    ['0001-01-01T00:00Z', '0001-01-01T00:00:00.000Z 0001-01-01T00:01:00.000Z'],
  ]
  for (const [text, expected] of dates) test(text, () => assert.equal(spanOf(text), expected))

  for (const text of [
    ...['', 'soon', '2026-13-01', '2026-02-29', '2026-11-31', '2026-11-22T24:00', '2026-11-22T10:60', '22.11.2026'],
    ...[
      '2026-11-22T10:30+25:00',
      'now-',
      'now-7',
      'now-7x',
      'now/q',
      'now-9999999d',
      'now-999999y',
      '9999-12-31T23:00-12:00',
    ],
    ...['0000-01-01', '10000-01-01', '2026-1-1', '\u0662026-11-22', 'now-7d-'],
  ]) {
    test(`is not ${JSON.stringify(text)}`, () => assert.equal(spanOf(text), 'none'))
  }

  test('counts calendar days over a change of clocks, and hours by their length', () => {
    // Clocks in Prague went back at 03:00 on 25 October 2026 and forward at 02:00 on 29 March.
    const after = { now: Date.parse('2026-10-25T12:00:00Z'), zone: 'Europe/Prague' }
    assert.equal(spanOf('now-1d', after).slice(0, 24), '2026-10-24T11:00:00.000Z')
    assert.equal(spanOf('now-24h', after).slice(0, 24), '2026-10-24T12:00:00.000Z')
    assert.equal(spanOf('2026-10-25', after), '2026-10-24T22:00:00.000Z 2026-10-25T23:00:00.000Z')
    assert.equal(spanOf('2026-03-29', after), '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z')
    // 02:30 came twice, the first is meant; on the other day it never came.
    assert.equal(spanOf('2026-10-25T02:30', after).slice(0, 24), '2026-10-25T00:30:00.000Z')
    assert.equal(spanOf('2026-03-29T02:30', after).slice(0, 24), '2026-03-29T01:30:00.000Z')
    assert.equal(
      spanOf('now/h', { now: Date.parse('2026-10-25T01:45:00Z'), zone: 'Europe/Prague' }).slice(0, 24),
      '2026-10-25T01:00:00.000Z',
    )
  })

  test('knows zones whose clocks change at midnight, by half an hour, or whose day is missing', () => {
    const at = (zone: string) => ({ now: prague.now, zone })
    // Cuba goes forward at midnight: the day begins at one o'clock.
    assert.equal(spanOf('2026-03-08', at('America/Havana')).slice(0, 24), '2026-03-08T05:00:00.000Z')
    assert.equal(spanOf('2026-04-05T01:45', at('Australia/Lord_Howe')).slice(0, 24), '2026-04-04T14:45:00.000Z')
    assert.equal(spanOf('2011-12-31', at('Pacific/Apia')), '2011-12-30T10:00:00.000Z 2011-12-31T10:00:00.000Z')
    assert.equal(spanOf('2026-11-22', at('+05:45')).slice(0, 24), '2026-11-21T18:15:00.000Z')
  })
})

describe('a zone', () => {
  test('is told from a word', () => {
    assert.deepEqual(['UTC', 'Europe/Prague', '+02:00', 'Mars/Olympus', '', 'x'.repeat(1000)].map(isZone), [
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  const zone = fc.constantFrom(
    'UTC',
    'Europe/Prague',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  )
  const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) })

  test('shows on its clock what leads back to the instant, or to the same time the hour before', () => {
    fc.assert(
      fc.property(zone, instant, (name, time) => {
        const back = instantOf(name, wallTime(name, time))
        assert.deepEqual(wallTime(name, back), wallTime(name, time))
        assert.ok(back <= time && time - back <= 3_600_000)
      }),
    )
  })

  test('has units that hold their instants and lie side by side', () => {
    fc.assert(
      fc.property(zone, instant, fc.constantFrom<Unit>('s', 'm', 'h', 'd', 'w', 'M', 'y'), (name, time, unit) => {
        const start = startOfUnit(name, time, unit)
        assert.ok(start <= time)
        assert.equal(startOfUnit(name, start, unit), start)
        assert.ok(addUnits(name, start, 1, unit) > time || unit === 'd' || unit === 'h')
      }),
    )
  })
})

describe('a duration', () => {
  test('is read as milliseconds', () => {
    const read = ['90m', '1d12h', '2w', '-1h', '0s', '', '1', '1M', 'd', '1.5h', '1 h'].map(parseDuration)
    assert.deepEqual(read, [
      5_400_000,
      129_600_000,
      1_209_600_000,
      -3_600_000,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
