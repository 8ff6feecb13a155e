import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TicketError } from '../ticket-error.ts'
import { act } from './act.ts'
import { followFindings } from './follow-findings.ts'
import { type Action, type CoveredFinding, newTicket, type TicketState } from './ticket-state.ts'

const open = (lastFoundAt: number): CoveredFinding => ({ status: 'open', excepted: false, lastFoundAt })
const fixed: CoveredFinding = { status: 'fixed', excepted: false, lastFoundAt: 1 }
const excepted: CoveredFinding = { status: 'open', excepted: true, lastFoundAt: 1 }

test('a resolved ticket waits for evidence: fixed closes it, found again opens it', () => {
  const resolved = act(newTicket(10), { kind: 'resolve' }, 20).state
  assert.deepEqual(followFindings(resolved, [open(20)], 30), { state: resolved, because: undefined })
  const again = followFindings(resolved, [open(25), fixed], 30)
  assert.deepEqual(again, {
    state: { standing: { kind: 'open' }, since: 30, timesReopened: 1 },
    because: 'found-again',
  })
  const closed = followFindings(resolved, [fixed, fixed], 30)
  assert.deepEqual([closed.state.standing.kind, closed.because], ['fixed', 'evidence'])
  assert.equal(followFindings(closed.state, [open(40), fixed], 50).because, 'found-again')
})

test('exceptions ignore a ticket for as long as they hold for all that is open', () => {
  const ticket = newTicket(10)
  assert.equal(followFindings(ticket, [excepted, open(5)], 20).because, undefined)
  const ignored = followFindings(ticket, [excepted, fixed], 20).state
  assert.deepEqual(ignored.standing, { kind: 'ignored', by: 'exceptions' })
  assert.throws(() => act(ignored, { kind: 'reopen' }, 25), /end them to open the ticket again/)
  assert.equal(followFindings(ignored, [open(5)], 30).because, 'exceptions-ended')
})

test('what a person ignores opens again at its time, unless it is fixed by then', () => {
  const ignored = act(newTicket(10), { kind: 'ignore', until: 100 }, 20).state
  assert.equal(followFindings(ignored, [open(90)], 99).because, undefined)
  assert.equal(followFindings(ignored, [open(90)], 100).because, 'time-over')
  assert.equal(followFindings(ignored, [fixed], 50).because, 'evidence')
  assert.deepEqual(followFindings(ignored, [excepted], 100).state.standing, { kind: 'ignored', by: 'exceptions' })
  assert.throws(() => act(newTicket(10), { kind: 'ignore', until: 20 }, 20), { pointer: '/until' })
})

test('a ticket without findings is invalid until one is back', () => {
  const invalid = followFindings(newTicket(10), [], 20)
  assert.deepEqual([invalid.state.standing.kind, invalid.because], ['invalid', 'no-findings'])
  assert.throws(() => act(invalid.state, { kind: 'resolve' }, 30), /none of its findings is left/)
  assert.equal(followFindings(invalid.state, [open(5)], 30).state.standing.kind, 'open')
})

const findings = fc.array(
  fc.record({
    status: fc.constantFrom<CoveredFinding['status']>('open', 'fixed'),
    excepted: fc.boolean(),
    lastFoundAt: fc.integer({ min: 0, max: 60 }),
  }),
  { maxLength: 3 },
)
const actions = fc.oneof(
  fc.constantFrom<Action>({ kind: 'resolve' }, { kind: 'reopen' }, { kind: 'ignore' }),
  fc.integer({ min: 0, max: 80 }).map((until): Action => ({ kind: 'ignore', until })),
)

function tryAct(state: TicketState, action: Action, now: number): TicketState {
  try {
    return act(state, action, now).state
  } catch (error) {
    assert.ok(error instanceof TicketError)
    return state
  }
}

test('whatever happens: following is the same again, and only evidence closes and contradicts', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(findings, actions), { maxLength: 40 }), (course) => {
      let state = newTicket(0)
      for (const [index, each] of course.entries()) {
        const now = index + 1
        const before = state
        if ('kind' in each) {
          state = tryAct(state, each, now)
          assert.ok(state === before || !['fixed', 'invalid'].includes(state.standing.kind))
        } else {
          const step = followFindings(state, each, now)
          state = step.state
          assert.equal(step.because === undefined, state === before)
          assert.deepEqual(followFindings(state, each, now), { state, because: undefined })
          const left = each.filter(({ status }) => status === 'open')
          assert.equal(state.standing.kind === 'invalid', each.length === 0)
          assert.equal(state.standing.kind === 'fixed', each.length > 0 && left.length === 0)
          if (state.standing.kind === 'open') assert.ok(left.some((finding) => !finding.excepted))
        }
        const opened = state !== before && state.standing.kind === 'open'
        assert.equal(state.timesReopened, before.timesReopened + (opened ? 1 : 0))
        assert.ok(state.since >= before.since)
      }
    }),
  )
})
