import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type BoundException, decidingException, isOpen, whyNotHolding } from './disposition.ts'

const start = '2026-01-01T00:00:00.000Z'
const end = '2026-02-01T00:00:00.000Z'
const bound: BoundException = {
  id: 1,
  reason: 'risk-accepted',
  narrowness: 3,
  startsAt: start,
  endsAt: end,
  evidence: 'e1',
}

test('an exception holds from its start, until its end, on the evidence it was taken on', () => {
  assert.equal(whyNotHolding(bound, 'e1', '2025-12-31T23:59:59.999Z'), 'not-started')
  assert.equal(whyNotHolding(bound, 'e1', start), undefined)
  assert.equal(whyNotHolding(bound, 'e1', '2026-01-31T23:59:59.999Z'), undefined)
  assert.equal(whyNotHolding(bound, 'e1', end), 'expired')
  assert.equal(whyNotHolding(bound, 'e2', start), 'evidence-changed')
  const { evidence: _, ...unbound } = bound
  assert.equal(whyNotHolding(unbound, 'e2', start), undefined)
})

test('the narrowest that holds decides, then the one that started last', () => {
  const wide = { ...bound, id: 2, narrowness: 1, reason: 'false-positive' as const }
  const later = { ...bound, id: 3, startsAt: '2026-01-02T00:00:00.000Z' }
  const now = '2026-01-10T00:00:00.000Z'
  assert.equal(decidingException([wide, bound], 'e1', now)?.id, 1)
  assert.equal(decidingException([bound, wide, later], 'e1', now)?.id, 3)
  assert.equal(decidingException([{ ...bound, evidence: 'e2' }, wide], 'e1', now)?.id, 2)
  assert.equal(decidingException([], 'e1', now), undefined)
})

test('the order of exceptions does not matter', () => {
  const exceptions = fc.uniqueArray(
    fc.record({
      id: fc.nat(1000),
      reason: fc.constant('risk-accepted' as const),
      narrowness: fc.integer({ min: 1, max: 3 }),
      startsAt: fc.constantFrom(start, '2026-01-05T00:00:00.000Z'),
      endsAt: fc.constantFrom(end, '2026-01-08T00:00:00.000Z'),
      evidence: fc.constantFrom('e1', 'e2'),
    }),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(exceptions, (given) => {
      const now = '2026-01-07T00:00:00.000Z'
      assert.equal(decidingException(given, 'e1', now)?.id, decidingException([...given].reverse(), 'e1', now)?.id)
    }),
  )
})

test('open is what is neither fixed nor excepted', () => {
  assert.equal(isOpen({ status: 'reopened', disposition: 'none' }), true)
  assert.equal(isOpen({ status: 'fixed', disposition: 'none' }), false)
  assert.equal(isOpen({ status: 'active', disposition: 'accepted' }), false)
})
