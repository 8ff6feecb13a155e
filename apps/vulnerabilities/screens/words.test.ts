import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisionWords, probabilityWords } from './words.ts'

test('probabilities keep what tells them apart', () => {
  assert.deepEqual([0.944, 0.1, 0.0456, 0.0004, 0.00001, 0].map(probabilityWords), [
    '94 %',
    '10 %',
    '4.6 %',
    '0.04 %',
    '< 0.01 %',
    '< 0.01 %',
  ])
})

test('a decision is told as it is, and an open one by its ends', () => {
  assert.equal(decisionWords('act', 'act'), 'act')
  assert.equal(decisionWords('track', 'attend'), 'track to attend')
  assert.equal(decisionWords(undefined, undefined), undefined)
})
