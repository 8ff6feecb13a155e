import assert from 'node:assert/strict'
import { it } from 'node:test'
import { moveName, nextSort } from './grid-column.ts'

it('the first click asks for the natural direction, the second for the other', () => {
  const risk = { id: 'risk', sort: 'descending' } as const
  const first = nextSort(risk, undefined)
  assert.deepEqual(first, { column: 'risk', descending: true })
  assert.deepEqual(nextSort(risk, first), { column: 'risk', descending: false })
  assert.deepEqual(nextSort({ id: 'name', sort: 'ascending' }, first), { column: 'name', descending: false })
})

it('moves columns one place and never out of the list', () => {
  assert.deepEqual(moveName(['a', 'b', 'c'], 'c', -1), ['a', 'c', 'b'])
  assert.deepEqual(moveName(['a', 'b', 'c'], 'a', -1), ['a', 'b', 'c'])
  assert.deepEqual(moveName(['a', 'b', 'c'], 'x', 1), ['a', 'b', 'c'])
})
