import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { queryLanguagePage } from './query-language-page.ts'

test('the reference is up to date', () => {
  const page = readFileSync(new URL('../../../docs/reference/query-language.md', import.meta.url), 'utf8')
  assert.equal(page, queryLanguagePage(), 'run: node tools/generate-query-language-docs.ts')
})
