import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenQuery } from './chosen-query.ts'

const ids = new Set(['ast_a', 'ast_b'])

test('named rows are asked for by their ids', () => {
  assert.equal(chosenQuery({ all: false, ids }, 'kind:host'), "id:['ast_a', 'ast_b']")
  assert.equal(chosenQuery({ all: false, ids: new Set() }, 'kind:host'), "id:'nobody'")
})

test('all that match are asked for by the query, without those left out', () => {
  assert.equal(chosenQuery({ all: true, ids: new Set() }, 'kind:host or name:x'), 'kind:host or name:x')
  assert.equal(chosenQuery({ all: true, ids }, 'a or b sort by name'), "(a or b) and not id:['ast_a', 'ast_b']")
  assert.equal(
    chosenQuery({ all: true, ids }, 'a sort by name limit 5'),
    "(a sort by name limit 5) and not id:['ast_a', 'ast_b']",
  )
  assert.equal(chosenQuery({ all: true, ids }, ''), "not id:['ast_a', 'ast_b']")
})
