import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '@holdfast/kit/text'
import fc from 'fast-check'
import { inPieces } from '../../../tests/feed-reading.fixture.ts'
import { type JsonPart, type JsonPartsOptions, jsonParts, placeOf } from './json-parts.ts'

async function partsOf(text: string, size?: number, options?: JsonPartsOptions): Promise<readonly JsonPart[]> {
  const parts: JsonPart[] = []
  for await (const part of jsonParts(inPieces(encodeUtf8(text), size), options)) parts.push(part)
  return parts
}

const all: JsonPartsOptions = { opens: () => true }

test('parts come with their paths, whatever the pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.array(fc.jsonValue())),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0, 2),
      async (document, size, indent) => {
        const text = JSON.stringify(document, undefined, indent)
        const expected = Object.entries(JSON.parse(text) as typeof document).flatMap(([key, items]) =>
          items.map((value, index) => ({ path: [key, index], value })),
        )
        const parts = await partsOf(text, size, { opens: (path) => path.length < 2 })
        assert.deepEqual(parts, expected)
        assert.deepEqual(await partsOf(`${text}\n${text}`, size), [
          { path: [], value: JSON.parse(text) },
          { path: [], value: JSON.parse(text) },
        ])
      },
    ),
  )
})

test('a part that is wrong does not hide the others', async () => {
  assert.deepEqual(await partsOf('[1, {"a" 2}, "x", [}, 3]'), [
    { path: [0], value: 1 },
    { path: [1], problem: 'not JSON at byte 4' },
    { path: [2], value: 'x' },
    { path: [3], problem: 'not JSON at byte 18' },
    { path: [4], value: 3 },
  ])
})

test('a long part is left out', async () => {
  const long = '\\"'.repeat(100_000)
  for (const size of [7, 65_536])
    assert.deepEqual(await partsOf(`["${long}", [["${long}"]], 2]`, size, { maxLength: 1000 }), [
      { path: [0], problem: 'longer than any real one at byte 1' },
      { path: [1], problem: 'longer than any real one at byte 200005' },
      { path: [2], value: 2 },
    ])
})

test('reading stops where the end of a part cannot be told', async () => {
  assert.deepEqual(
    (await partsOf('{"a": [1, {"b": "', 3, all)).at(-1)?.problem,
    'the document ends in the middle at byte 16',
  )
  assert.deepEqual((await partsOf('{"a" 1}', 3, all)).at(-1)?.problem, 'not JSON at byte 5: the rest is left out')
  assert.deepEqual((await partsOf('not json', 3)).at(-1)?.problem, 'not JSON at byte 0')
  assert.deepEqual((await partsOf(`${'['.repeat(10_000)}`)).at(-1)?.problem, 'nested deeper than 512 at byte 1')
  assert.deepEqual(await partsOf(' \n'), [])
})

test('a place is written as in a program', () => {
  assert.equal(placeOf(['vulnerabilities', 3, 'cve']), 'vulnerabilities[3].cve')
  assert.equal(placeOf([2]), '[2]')
})
