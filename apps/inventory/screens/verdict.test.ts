import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FindingRow } from './asset.ts'
import { verdictOf } from './verdict.ts'

const now = Date.parse('2026-11-22T10:00:00Z')
const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0, excepted: 0 }
const asset = { findings: none, lastSeenAt: '2026-11-22T09:59:00Z' }
const finding = (check: string, summary: string) => ({ check, summary, title: `Title of ${check}` }) as FindingRow

it('never calls clean what nobody looked at', () => {
  assert.equal(verdictOf({ ...asset, findings: null }, [], 0, now).tone, 'neutral')
  const partly = verdictOf(asset, [], 3, now)
  assert.equal(partly.tone, 'neutral')
  assert.match(partly.lead, /could be checked/)
  assert.match(partly.rest, /3 checks could not be answered/)
  assert.equal(verdictOf(asset, [], 0, now).tone, 'ok')
})

it('does not praise what nobody has told of for a week', () => {
  const old = verdictOf({ ...asset, lastSeenAt: '2026-11-01T00:00:00Z' }, [], 0, now)
  assert.equal(old.tone, 'neutral')
  assert.match(old.rest, /out of date/)
})

it('tells the worst finding, or one statement that fails in many places', () => {
  const one = verdictOf({ ...asset, findings: { ...none, critical: 1 } }, [finding('a', '2 accounts are root')], 0, now)
  assert.deepEqual([one.tone, one.lead], ['critical', '2 accounts are root.'])
  const many = [finding('a', 'x at 1'), finding('a', 'y at 1'), finding('b', 'z')]
  const told = verdictOf({ ...asset, findings: { ...none, high: 2, low: 1 } }, many, 0, now)
  assert.equal(told.tone, 'high')
  assert.equal(told.lead, '“Title of a” does not hold in 2 places, and 1 more finding is open.')
})
