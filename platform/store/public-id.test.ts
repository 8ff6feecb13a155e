import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublicId, newPublicId } from './public-id.ts'

test('public ids have their shape, differ, and use the whole alphabet evenly', () => {
  const ids = Array.from({ length: 5000 }, () => newPublicId('ast'))
  assert.ok(ids.every((id) => isPublicId('ast', id)))
  assert.equal(new Set(ids).size, ids.length)
  const counts = new Map<string, number>()
  for (const character of ids.join('').replaceAll('ast_', '')) counts.set(character, (counts.get(character) ?? 0) + 1)
  assert.equal(counts.size, 62)
  // 110,000 characters: about 1,774 of each, standard deviation 42.
  for (const count of counts.values()) assert.ok(Math.abs(count - 1774) < 8 * 42)
})

test('other text is no public id', () => {
  for (const text of [
    '',
    'ast_',
    `asx_${'a'.repeat(22)}`,
    `ast_${'a'.repeat(21)}`,
    `ast_${'a'.repeat(23)}`,
    `ast_${'ä'.repeat(22)}`,
    7,
    null,
  ]) {
    assert.equal(isPublicId('ast', text), false)
  }
  assert.throws(() => newPublicId('A'), TypeError)
})
