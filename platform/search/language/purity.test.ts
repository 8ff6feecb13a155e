import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'

const folder = import.meta.dirname

test('the language is fit for the browser: it imports itself and pure libraries only, and reads no clock', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  )
  assert.ok(files.length > 40)
  for (const name of files) {
    const path = join(folder, name)
    const text = readFileSync(path, 'utf8')
    for (const [, specifier] of text.matchAll(/from '([^']+)'/g)) {
      const inside = specifier!.startsWith('.') && !relative(folder, join(dirname(path), specifier!)).startsWith('..')
      assert.ok(inside || specifier!.startsWith('@holdfast/kit/'), `${name} imports ${specifier}`)
    }
    assert.doesNotMatch(text, /Date\.now\(|new Date\(\)|Math\.random|process\.|document\.|window\./, name)
  }
})
