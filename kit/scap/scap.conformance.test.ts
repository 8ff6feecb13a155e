import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { definitionsOf } from '@holdfast/kit/oval'
import { resolvePolicy } from '@holdfast/kit/xccdf'
import { readScapContent } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, '../feeds/scap-datastreams')
const skip = existsSync(folder) ? false : `no data streams at ${folder}`

test('real data streams are read whole, and every check leads to a definition', { skip }, (context) => {
  let checks = 0
  const files = readdirSync(folder).filter((name) => name.endsWith('-ds.xml.gz'))
  for (const file of files) {
    const text = gunzipSync(readFileSync(join(folder, file))).toString('utf8')
    const reading = readScapContent(text)
    assert.ok(reading.ok, `${file}: ${JSON.stringify(reading)}`)
    assert.ok(reading.content.products.length > 0, file)
    for (const { benchmark, find } of reading.content.checklists) {
      assert.equal(resolvePolicy(benchmark, undefined).rules.length, text.match(/<(?:[\w.-]+:)?Rule /g)?.length, file)
      for (const id of benchmark.profiles.keys())
        assert.ok(
          resolvePolicy(benchmark, id).rules.some(({ selected }) => selected),
          `${file} ${id}`,
        )
      const known = new Map<unknown, ReadonlyMap<string, unknown>>()
      for (const { rule } of resolvePolicy(benchmark, undefined).rules)
        for (const { href, name } of rule.checks.flatMap(({ references }) => references)) {
          const found = find(href)
          if (found?.root.name !== 'oval_definitions' || name === undefined) continue
          const definitions = known.get(found.root) ?? definitionsOf(found.root, found.text).definitions
          known.set(found.root, definitions)
          assert.ok(definitions.has(name), `${file} ${name}`)
          checks++
        }
    }
  }
  assert.ok(files.length >= 5 && checks > 1000)
  context.diagnostic(`${checks} checks of ${files.length} data streams`)
})
