import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothingSelected } from '../grid/selection.ts'
import { chosenQuery } from './chosen-query.ts'

test('what is chosen is found by a query: rows, all that match, or all but some', () => {
  const ids = new Set(['fnd_1', 'fnd_2'])
  assert.equal(chosenQuery({ ...nothingSelected, ids }, 'severity:high'), "id:['fnd_1', 'fnd_2']")
  assert.equal(chosenQuery({ ...nothingSelected, all: true }, 'a:1 or b:2'), 'a:1 or b:2')
  assert.equal(chosenQuery({ all: true, ids }, 'a:1 or b:2'), "(a:1 or b:2) and not id:['fnd_1', 'fnd_2']")
  assert.equal(chosenQuery({ all: true, ids }, ' '), "not id:['fnd_1', 'fnd_2']")
})
