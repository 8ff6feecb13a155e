import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson } from '@holdfast/kit/canonical-json'
import { noDigest, sha256 } from './digest.ts'
import { decodeHeader, type EnvelopeHeader, encodeHeader } from './header.ts'

const header: EnvelopeHeader = {
  v: 1,
  source: 'src_0000000000000000000001',
  epoch: 3,
  seq: 7,
  previous: noDigest,
  digest: sha256(Buffer.from('body')),
  size: 4,
  encoding: 'json',
  sentAt: '2026-11-22T10:14:00.000Z',
}
const text = encodeHeader(header).toString()

test('a header is canonical JSON and reads back', () => {
  assert.equal(text, canonicalJson(header))
  assert.deepEqual(decodeHeader(Buffer.from(text)), header)
})

test('any other spelling or value is refused', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['white space', text.replace(',', ', ')],
    ['another order', JSON.stringify(header)],
    ['an escape', text.replace('json', '\\u006ason')],
    ['a number spelled otherwise', text.replace('"epoch":3', '"epoch":3.0')],
    ['a key twice', text.replace('"epoch":3', '"epoch":3,"epoch":3')],
    ['a byte order mark', `\ufeff${text}`],
    ['an unknown field', text.replace('"v":1', '"v":1,"x":1')],
    ['a field of the prototype', text.replace('"v":1', '"v":1,"__proto__":1')],
    ['a missing field', text.replace('"epoch":3,', '')],
    ['epoch 0', text.replace('"epoch":3', '"epoch":0')],
    ['a fraction', text.replace('"seq":7', '"seq":7.5')],
    ['beyond 2^53', text.replace('"seq":7', '"seq":9007199254740993')],
    ['a negative size', text.replace('"size":4', '"size":-4')],
    ['upper-case hex', text.replace(header.digest, header.digest.toUpperCase())],
    ['another encoding', text.replace('"json"', '"xml"')],
    ['a day that does not exist', text.replace('2026-11-22', '2026-02-30')],
    ['a time zone', text.replace('.000Z', '.000+00:00')],
    ['another kind of id', text.replace('src_', 'ast_')],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
  ]
  for (const [what, bytes] of refused)
    assert.throws(() => decodeHeader(Buffer.from(bytes)), { name: 'EnvelopeError' }, what)
  assert.throws(() => decodeHeader(Buffer.from(text.replace('"v":1', '"v":2'))), { fault: 'unknown-version' })
  assert.throws(() => decodeHeader(Buffer.alloc(2000, 32)), { fault: 'too-large' })
  assert.throws(() => decodeHeader(Buffer.from([0xff, 0xfe])), { fault: 'malformed' })
})
