import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesStroke } from './strokes.ts'

const stroke = (key: string, held: { ctrlKey?: boolean; shiftKey?: boolean } = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
})

test('a plus joins keys, and alone or at the end is a key', () => {
  assert.equal(matchesStroke(stroke('+', { shiftKey: true }), '+'), true)
  assert.equal(matchesStroke(stroke('+', { ctrlKey: true }), 'mod++'), true)
  assert.equal(matchesStroke(stroke('k', { ctrlKey: true }), 'mod+k'), true)
  assert.equal(matchesStroke(stroke('k'), 'mod+k'), false)
  assert.equal(matchesStroke(stroke('k'), '+'), false)
})
