import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWithin, openMinutesOfWeek, type WeeklyWindow, windowProblem } from './index.ts'

const zones = [
  'UTC',
  'Europe/Prague',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
]
const two = (n: number) => String(n).padStart(2, '0')
const time = fc.integer({ min: 0, max: 1439 }).map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`)
const window: fc.Arbitrary<WeeklyWindow> = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  from: time,
  to: time,
  zone: fc.constantFrom(...zones),
})
const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) })

/** The same by another way: the date that the wall shows, read back as if it were UTC. */
function byTheWall({ days, from, to, zone }: WeeklyWindow, at: number): boolean {
  const wall = new Date(`${new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`)
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  const length = ((minutes(to) - minutes(from) + 1440 - 1) % 1440) + 1
  return days.some((day) => {
    const weekday = wall.getUTCDay() || 7
    return [0, 1].some((ago) => {
      if (((weekday - 1 - ago + 7) % 7) + 1 !== day) return false
      const since = wall.getUTCHours() * 60 + wall.getUTCMinutes() + ago * 1440 - minutes(from)
      return since >= 0 && since < length
    })
  })
}

test('an instant is in a window exactly when the clock on the wall is', () => {
  fc.assert(
    fc.property(window, instant, (each, at) => {
      assert.equal(windowProblem(each), undefined)
      assert.equal(isWithin(each, at), byTheWall(each, at))
    }),
    { numRuns: 3000 },
  )
})

test('around the hours at which clocks are set, too', () => {
  // Prague leaves out 02:00 to 03:00 on 29 March 2026, and has it twice on 25 October 2026; Lord Howe sets its clocks by half an hour.
  const changes = [
    Date.UTC(2026, 2, 29, 1),
    Date.UTC(2026, 9, 25, 1),
    Date.UTC(2026, 3, 4, 15),
    Date.UTC(2026, 9, 3, 15, 30),
  ]
  fc.assert(
    fc.property(window, fc.constantFrom(...changes), fc.integer({ min: -300, max: 300 }), (each, change, minutes) => {
      const at = change + minutes * 60_000
      assert.equal(isWithin(each, at), byTheWall(each, at))
    }),
    { numRuns: 3000 },
  )
  const night = { days: [7], from: '02:15', to: '02:45', zone: 'Europe/Prague' }
  const minutesOn = (day: number) =>
    Array.from({ length: 1440 }, (_, minute) => day + minute * 60_000).filter((at) => isWithin(night, at)).length
  assert.equal(minutesOn(Date.UTC(2026, 2, 28, 22)), 0)
  assert.equal(minutesOn(Date.UTC(2026, 9, 24, 22)), 60)
  assert.equal(minutesOn(Date.UTC(2026, 6, 4, 22)), 30)
})

test('what windows leave open is what is outside all of them, in a week without a change of clocks', () => {
  fc.assert(
    fc.property(fc.array(window, { maxLength: 4 }), (windows) => {
      const same = windows.map((each) => ({ ...each, zone: 'UTC' }))
      const monday = Date.UTC(2026, 5, 1)
      let open = 0
      for (let minute = 0; minute < 10_080; minute++)
        if (!same.some((each) => isWithin(each, monday + minute * 60_000))) open++
      assert.equal(openMinutesOfWeek(same), open)
    }),
    { numRuns: 20 },
  )
})

test('windows that make no sense are told with what is wrong', () => {
  const right: WeeklyWindow = { days: [1], from: '22:00', to: '06:00', zone: 'UTC' }
  assert.match(windowProblem({ ...right, days: [] }) ?? '', /one day/)
  assert.match(windowProblem({ ...right, days: [8] }) ?? '', /1 \(Monday\)/)
  assert.match(windowProblem({ ...right, to: '24:00' }) ?? '', /"24:00" is no time/)
  assert.match(windowProblem({ ...right, zone: 'Mars/Base' }) ?? '', /"Mars\/Base" is no time zone/)
})
