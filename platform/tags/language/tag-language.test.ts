import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TagError } from '../tag-error.ts'
import { tagLanguage } from './tag-language.ts'

const language = tagLanguage([
  {
    extends: 'assets',
    tokens: [
      { name: 'system', type: 'text', summary: 'Its system.', sql: { column: 's.name' } },
      { name: 'system.family', type: 'keyword', summary: 'Family.', sql: { column: 's.family' } },
    ],
  },
])
const refusal = (text: string): TagError => {
  try {
    language.read(text, 0)
  } catch (error) {
    if (error instanceof TagError) return error
    throw error
  }
  throw new Error(`${text} was taken`)
}

test('a query is kept in its canonical form, and knows whether it depends on the clock', () => {
  assert.deepEqual(
    ['name:web*  AND (kind:host)', 'lastSeen < now-7d', 'not source.lastSeen > 2026-01-01'].map((text) => {
      const { text: canonical, timed } = language.read(text, 0)
      return [canonical, timed]
    }),
    [
      ['name:web* and kind:host', false],
      ['lastSeen < now-7d', true],
      ['not source.lastSeen > 2026-01-01', true],
    ],
  )
})

test('tokens whose names begin alike do not get in each other’s way in memory', () => {
  const { matches } = language.read('system:debian and system.family:linux', 0)
  assert.equal(matches({ system: 'Debian 12', 'system/family': 'linux' }), true)
  assert.equal(matches({ system: 'Debian 12', 'system/family': 'bsd' }), false)
})

test('what makes no sense for a tag is refused with its place', () => {
  for (const text of [
    'tags:x',
    'tag.name:x',
    'not tags:*',
    'criticality > 3',
    'name:a or (kind:host and tags.path:x)',
  ]) {
    const { code, message, problems } = refusal(text)
    assert.equal(code, 'invalid-query', text)
    assert.match(message, /cannot ask for other tags/)
    assert.match(text.slice(problems[0]!.at), /^(tag|criticality)/)
  }
  for (const text of ['name:a sort by name', 'name:a limit 3', 'group by kind', 'count']) {
    const { code, message } = refusal(text)
    assert.equal(code, 'invalid-query', text)
    assert.match(message, /leave out|free text|word/i)
  }
  assert.equal(refusal(' ').code, 'query-missing')
  assert.equal(refusal('nonsense:1').problems[0]?.at, 0)
  assert.equal(refusal(`name:${'x'.repeat(30_000)}`).code, 'invalid-query')
})
