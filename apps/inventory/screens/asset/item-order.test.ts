import assert from 'node:assert/strict'
import { it } from 'node:test'
import { compareItems, findItems } from './item-order.ts'
import type { ItemRow } from './item-table.tsx'

const row = (key: string, item: Record<string, unknown>): ItemRow => ({ key, fact: 'a.b', scope: '', item })
const rows = [
  row('1', { name: 'lib10', port: 443 }),
  row('2', { name: 'lib2', port: 80 }),
  row('3', { port: 8080 }),
  row('4', { name: './Lib1', port: 9 }),
]
const order = (column: string, descending: boolean) =>
  [...rows].sort(compareItems({ column, descending })).map(({ key }) => key)

it('orders names as people do, numbers by size, and puts what is absent last either way', () => {
  assert.deepEqual(order('name', false), ['4', '2', '1', '3'])
  assert.deepEqual(order('name', true), ['1', '2', '4', '3'])
  assert.deepEqual(order('port', false), ['4', '2', '1', '3'])
})

it('finds rows that hold all words in some of the fields', () => {
  assert.deepEqual(
    findItems(rows, ['name', 'port'], ' LIB  443 ').map(({ key }) => key),
    ['1'],
  )
  assert.equal(findItems(rows, ['port'], 'lib').length, 0)
  assert.equal(findItems(rows, ['name'], '').length, rows.length)
})
