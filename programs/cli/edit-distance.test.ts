import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { editDistance, nearest } from './edit-distance.ts'

test('single-letter edits count one each', () => {
  for (const [a, b, distance] of [
    ['query', 'qurey', 1],
    ['up', 'up', 0],
    ['', 'abc', 3],
    ['doctor', 'docto', 1],
    ['scan', 'plan', 2],
  ] as const) {
    assert.equal(editDistance(a, b), distance, `${a} ${b}`)
  }
})

test('distance is symmetric, and zero for equal words only', () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a))
      assert.equal(editDistance(a, b) === 0, a === b)
      assert.ok(editDistance(a, b) <= Math.max(a.length, b.length))
    }),
  )
})

test('what is far is not suggested', () => {
  assert.deepEqual(nearest('zzzz', ['up', 'query']), [])
  assert.deepEqual(nearest('upp', ['up', 'query']), ['up'])
  assert.deepEqual(nearest('comp', ['completion']), ['completion'])
})
