import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type GridTree, treeStep } from './grid-tree.ts'

const rows = [
  ['a', 1, true],
  ['a1', 2, undefined],
  ['a2', 2, false],
  ['b', 1, false],
  ['c', 1, undefined],
] as const
type Row = (typeof rows)[number]
const source = { count: rows.length, at: (index: number): Row | undefined => rows[index] }
const tree: GridTree<Row> = {
  place: ([, level, expanded]) => ({ level, expanded, position: 1, siblings: 1 }),
  onExpand: () => {},
}
const step = (key: string, at: number) => treeStep(key, at, source, tree)

it('right opens what is closed, then leads to the first below', () => {
  assert.deepEqual(step('ArrowRight', 3), { rows: [rows[3]], expanded: true })
  assert.deepEqual(step('ArrowRight', 0), { to: 1 })
  assert.equal(step('ArrowRight', 1), undefined)
})

it('left closes what is open, else leads to what it stands below', () => {
  assert.deepEqual(step('ArrowLeft', 0), { rows: [rows[0]], expanded: false })
  assert.deepEqual(step('ArrowLeft', 2), { to: 0 })
  assert.equal(step('ArrowLeft', 4), undefined)
})

it('the asterisk opens all siblings that are closed, and nothing else', () => {
  assert.deepEqual(step('*', 1), { rows: [rows[2]], expanded: true })
  assert.deepEqual(step('*', 4), { rows: [rows[3]], expanded: true })
  assert.equal(step('x', 0), undefined)
  assert.equal(step('ArrowLeft', 9), undefined)
})
