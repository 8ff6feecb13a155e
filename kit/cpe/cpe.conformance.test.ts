import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  cpeMatches,
  readCpeDictionary,
  readCpePlatforms,
  readCpeUri,
  writeCpeUri,
  writeFormattedString,
} from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, 'openscap/cpe')
const skip = existsSync(folder) ? false : `no files at ${folder}`

const read = (path: string) => readFileSync(join(folder, path), 'utf8')

test('every URI of the names is written back as it was, and matches itself and no other', { skip }, () => {
  const uris = [...read('name/dict.xml').matchAll(/"(cpe:\/[^"]*)"/g)].map((found) =>
    (found[1] as string).replaceAll('&amp;', '&'),
  )
  const changed: string[] = []
  let before: string | undefined
  for (const uri of uris) {
    const reading = readCpeUri(uri)
    assert.ok(reading.ok, `${uri}: ${JSON.stringify(reading)}`)
    if (writeCpeUri(reading.name) !== uri) changed.push(uri)
    assert.ok(cpeMatches(reading.name, reading.name), uri)
    const other = readCpeUri('cpe:/a:nobody:nothing')
    assert.ok(other.ok && !cpeMatches(reading.name, other.name) && !cpeMatches(other.name, reading.name), uri)
    assert.notEqual(uri, before)
    before = uri
  }
  assert.deepEqual(changed, [])
  assert.equal(uris.length, 353)
})

test('dictionaries are read, and those that are damaged say where', { skip }, () => {
  for (const [path, count] of [
    ['dict/dict.xml', 350],
    ['dict/official-cpe-dictionary_v2.2.xml', 8],
    ['dict/official-cpe-dictionary_v2.3.xml', 7],
  ] as const) {
    const reading = readCpeDictionary(read(path))
    assert.ok(reading.ok, `${path}: ${JSON.stringify(reading)}`)
    assert.equal(reading.items.length, count, path)
  }
  const damaged = readCpeDictionary(read('dict/dict-damaged.xml'))
  assert.ok(!damaged.ok)
  const decoded = new TextDecoder('windows-1250').decode(readFileSync(join(folder, 'dict/dict-cp1250-dos.xml')))
  assert.ok(readCpeDictionary(decoded).ok)
  const v23 = readCpeDictionary(read('dict/official-cpe-dictionary_v2.3.xml'))
  for (const item of v23.ok ? v23.items : []) assert.equal(writeFormattedString(item.name), item.text)
})

test('expressions are read, and those that are damaged or corrupted say where', { skip }, () => {
  assert.ok(readCpePlatforms(read('lang/lang.xml')).ok)
  // The copy uses a prefix that belongs to no namespace.
  for (const path of ['lang/lang-damaged.xml', 'lang/lang-corrupted.xml', 'lang/lang-copy.xml']) {
    const reading = readCpePlatforms(read(path))
    assert.ok(!reading.ok, path)
    assert.ok(reading.problem.line > 0)
  }
})
