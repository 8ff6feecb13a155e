import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ActivationKey, bodyOfChange, bodyOfNew, draftOf, newKeyDraft } from './key.ts'

const now = new Date('2026-11-22T10:00:00Z')
const key = {
  name: 'Lab',
  limit: 3,
  expiresAt: '2026-11-30T22:59:59.000Z',
  tags: [{ id: 'tag_a', name: 'A' }],
  modules: null,
  network: null,
} as unknown as ActivationKey

test('a new key lives for a week unless told, and says nothing of what has no bound', () => {
  assert.deepEqual(bodyOfNew({ ...newKeyDraft(now), name: ' Lab ' }, now), { name: 'Lab', days: 8 })
  const bounded = { name: 'Lab', limit: '3', ends: '', tags: ['tag_a'], modules: ['inventory'], network: 'net_a' }
  assert.deepEqual(bodyOfNew(bounded, now), {
    ...{ name: 'Lab', limit: 3, tags: ['tag_a'], modules: ['inventory'], network: 'net_a' },
  })
})

test('a change tells only what is no more as it was', () => {
  const draft = draftOf(key)
  assert.deepEqual(bodyOfChange(key, draft), {})
  assert.deepEqual(bodyOfChange(key, { ...draft, limit: '', ends: '', modules: [] }), {
    ...{ limit: null, expiresAt: null, modules: [] },
  })
  assert.deepEqual(bodyOfChange(key, { ...draft, tags: [], network: 'net_a' }), { tags: [], network: 'net_a' })
})
