import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { bytesInMemory, MalformedInput, runReader } from '../reading/index.ts'
import { encodeUtf8 } from '../text/index.ts'
import { type Inflate, readZipDirectory, readZipMember } from './index.ts'
import { writeZip } from './zip-writer.fixture.ts'

const inflate: Inflate = (bytes, maxOutput) => {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxOutput) })
  } catch {
    return undefined
  }
}

const text = encodeUtf8('the same again and again, '.repeat(50))
const members = [
  { name: 'plain.txt', bytes: text },
  { name: 'ordner/größe.txt', bytes: text, deflated: deflateRawSync(text) },
  { name: 'empty', bytes: new Uint8Array(0) },
]

for (const [label, options] of Object.entries({
  'an ordinary archive': {},
  'a zip64 archive': { zip64: true },
  'an archive behind a script': { before: encodeUtf8('#!/bin/sh\nexec java -jar "$0"\n') },
  'a zip64 archive behind a script': { zip64: true, before: encodeUtf8('#!/bin/sh\n') },
})) {
  test(`${label}: members come back`, () => {
    const bytes = writeZip(members, options)
    const read = bytesInMemory(bytes)
    const { items, problems } = runReader(readZipDirectory(bytes.length), read)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      items.map((item) => item.name),
      members.map((member) => member.name),
    )
    for (const [index, item] of items.entries()) {
      assert.deepEqual(
        [...runReader(readZipMember(item, { maxSize: 1 << 20, inflate }), read)],
        [...(members[index]?.bytes ?? [])],
      )
    }
  })
}

test('what is too large, torn or not what its directory says is refused', () => {
  const bytes = writeZip(members)
  const { items } = runReader(readZipDirectory(bytes.length), bytesInMemory(bytes))
  const [plain, packed] = items
  assert.ok(plain && packed)
  const read =
    (entry: typeof plain, source: Uint8Array, maxSize = 1 << 20) =>
    () =>
      runReader(readZipMember(entry, { maxSize, inflate }), bytesInMemory(source))
  assert.throws(read(plain, bytes, 10), /larger than 10 bytes/)
  assert.throws(read({ ...packed, size: packed.size - 1 }, bytes), /size/)
  assert.throws(read({ ...plain, encrypted: true }, bytes), /encrypted/)
  assert.throws(read({ ...plain, method: 12 }, bytes), /method 12/)
  const changed = bytes.slice()
  changed[60] = 0
  assert.throws(read(plain, changed), /checksum/)
})

test('limits of the directory', () => {
  const bytes = writeZip(members)
  const few = runReader(readZipDirectory(bytes.length, { maxEntries: 2 }), bytesInMemory(bytes))
  assert.equal(few.items.length, 2)
  assert.equal(few.problems.length, 1)
  const small = runReader(readZipDirectory(bytes.length, { maxDirectorySize: 10 }), bytesInMemory(bytes))
  assert.equal(small.items.length, 0)
})

test('mutilated archives never throw anything but MalformedInput', () => {
  const bytes = writeZip(members, { zip64: true })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 10 }),
      fc.nat(40),
      (edits, cut) => {
        const copy = bytes.slice(0, bytes.length - Math.max(0, cut - 20))
        for (const [at, value] of edits) if (at < copy.length) copy[at] = value
        for (const entry of runReader(readZipDirectory(copy.length), bytesInMemory(copy)).items) {
          try {
            runReader(readZipMember(entry, { maxSize: 1 << 16, inflate }), bytesInMemory(copy))
          } catch (error) {
            assert.ok(error instanceof MalformedInput, String(error))
          }
        }
      },
    ),
    { numRuns: 3000 },
  )
})
