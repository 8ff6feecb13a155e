import assert from 'node:assert/strict'
import { it } from 'node:test'
import { rank } from './rank.ts'

const items = [
  { label: 'Inventory', keywords: ['AssetView', 'assets', 'hosts'] },
  { label: 'Findings', keywords: ['VM', 'vulnerabilities'] },
  { label: 'File changes', keywords: ['FIM'] },
  { label: 'Sign out' },
]
const labels = (text: string) => rank(items, text).map((item) => item.label)

it('finds by label first, then by the words of other products', () => {
  assert.deepEqual(labels('fi'), ['Findings', 'File changes'])
  assert.deepEqual(labels('assetview'), ['Inventory'])
  assert.deepEqual(labels('fim'), ['File changes'])
  assert.deepEqual(labels('out'), ['Sign out'])
})

it('needs every word, keeps the order without a text, and finds letters in order', () => {
  assert.deepEqual(labels('file ch'), ['File changes'])
  assert.deepEqual(labels('file hosts'), [])
  assert.equal(labels('  ').length, 4)
  assert.deepEqual(labels('fdgs'), ['Findings'])
})
