import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactly } from './exactly.ts'

test('a value is taken word for word', () => {
  assert.equal(exactly("it's"), "'it''s'")
})
