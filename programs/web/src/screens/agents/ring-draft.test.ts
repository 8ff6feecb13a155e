import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftsOf, moved, ringsOf, withOneMore } from './ring-draft.ts'

const ring = (name: string, tag: string | null = null) => ({
  ...{ name, tag, share: 100, waitMinutes: 0, healthyPercent: 90, withinMinutes: 60 },
})
const names = (drafts: ReturnType<typeof draftsOf>) => drafts.map(({ name }) => name)

test('rings are sent as they were read', () => {
  const rings = [ring('first', 'tag_a'), ring('all')]
  assert.deepEqual(ringsOf(draftsOf(rings)), rings)
})

test('the last ring stays the last, whatever is moved or added', () => {
  const drafts = draftsOf([ring('a'), ring('b'), ring('rest')])
  assert.deepEqual(names(moved(drafts, 1, -1)), ['b', 'a', 'rest'])
  assert.deepEqual(names(moved(drafts, 1, 1)), ['a', 'b', 'rest'])
  assert.deepEqual(names(moved(drafts, 2, -1)), ['a', 'b', 'rest'])
  const more = withOneMore(drafts)
  assert.deepEqual(names(more), ['a', 'b', '', 'rest'])
  assert.equal(new Set(more.map(({ at }) => at)).size, 4)
})
