import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Token } from './token.ts'
import { stateOf } from './token-state.ts'

test('a token is live, ends soon, was rotated, or has ended', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const token = { revokedAt: null, replacedBy: null, expiresAt: '2027-01-22T12:00:00Z' } as unknown as Token
  assert.equal(stateOf(token, now), 'live')
  assert.equal(stateOf({ ...token, expiresAt: '2026-12-01T12:00:00Z' }, now), 'ends soon')
  assert.equal(stateOf({ ...token, replacedBy: 'tok_x' }, now), 'rotated')
  assert.equal(stateOf({ ...token, replacedBy: 'tok_x', expiresAt: '2026-11-22T12:00:00Z' }, now), 'ended')
  assert.equal(stateOf({ ...token, revokedAt: '2026-11-22T11:00:00Z' }, now), 'ended')
})
