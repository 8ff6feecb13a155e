import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeLatin1, decodeTextFile, decodeUtf8, decodeUtf8Strict, encodeUtf8 } from './index.ts'

test('well-formed text survives UTF-8', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.startsWith('\ufeff')),
      (text) => {
        assert.equal(decodeUtf8(encodeUtf8(text)), text)
        assert.equal(decodeUtf8Strict(encodeUtf8(text)), text)
      },
    ),
  )
})

test('malformed UTF-8 is replaced, or refused', () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0x62)
  assert.equal(decodeUtf8(bytes), 'a\ufffdb')
  assert.equal(decodeUtf8Strict(bytes), undefined)
})

test('latin-1 keeps every byte', () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256)
  const text = decodeLatin1(bytes)
  assert.equal(text.length, bytes.length)
  assert.ok(bytes.every((byte, index) => text.charCodeAt(index) === byte))
})

test('a byte order mark chooses the encoding', () => {
  assert.equal(decodeTextFile(Uint8Array.of(0xff, 0xfe, 0x61, 0)), 'a')
  assert.equal(decodeTextFile(Uint8Array.of(0xfe, 0xff, 0, 0x61)), 'a')
  assert.equal(decodeTextFile(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), 'a')
})
