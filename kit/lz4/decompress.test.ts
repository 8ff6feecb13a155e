import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAptListName, readRelease } from '../apt/index.ts'
import { encodeUtf8 } from '../text/index.ts'
import { decompressLz4 } from './index.ts'

/** One block of three literals, a match of eleven bytes that overlaps itself, and seven literals. */
const bytes = Uint8Array.of(
  ...[0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0xc0, 14, 0, 0, 0],
  ...[0x37, 97, 98, 99, 3, 0, 0x70, 98, 99, 97, 98, 99, 33, 33, 0, 0, 0, 0],
)

test('literals and overlapping matches', () => {
  const result = decompressLz4(bytes, 100)
  assert.ok(result.ok, JSON.stringify(result))
  assert.deepEqual(result.bytes, encodeUtf8('abcabcabcabcabbcabc!!'))
})

test('output has a limit', () => {
  const result = decompressLz4(bytes, 10)
  assert.ok(!result.ok)
  assert.match(result.problem.message, /more than 10 bytes/)
})

test('mutilated frames never throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(bytes.length),
      (edits, end) => {
        const copy = bytes.slice(0, end)
        for (const [at, value] of edits) copy[at] = value
        const result = decompressLz4(copy, 1000)
        assert.ok(!result.ok || result.bytes.length <= 1000)
      },
    ),
    { numRuns: 3000 },
  )
})

const lists = '/var/lib/apt/lists'
const compressed = existsSync(lists)
  ? readdirSync(lists).filter((name) => parseAptListName(name)?.compression === 'lz4')
  : []
const skip = compressed.length > 0 ? false : 'this host keeps no index in LZ4'

test('the indexes of this host have the digest that their release file names', { skip }, () => {
  for (const fileName of compressed) {
    const name = parseAptListName(fileName)
    const result = decompressLz4(readFileSync(`${lists}/${fileName}`), 1 << 28)
    assert.ok(result.ok, fileName)
    const { release } = readRelease(readFileSync(`${lists}/${name?.suite}_InRelease`))
    const entry = release?.sha256.get(`${name?.component}/binary-${name?.architecture}/Packages`)
    assert.equal(result.bytes.length, entry?.size)
    assert.equal(createHash('sha256').update(result.bytes).digest('hex'), entry?.digest)
  }
})

const noLz4 = existsSync('/usr/bin/lz4') ? false : 'lz4 is not installed'

test('what lz4 compresses comes back', { skip: noLz4 }, () => {
  const text = readFileSync(import.meta.filename)
  const input = Buffer.concat(Array.from({ length: 200 }, (_, index) => Buffer.concat([text, Buffer.from([index])])))
  for (const flags of [['-1'], ['-9', '-BD', '-B4'], ['--content-size', '-BX']]) {
    const packed = execFileSync('/usr/bin/lz4', [...flags, '-c'], { input, maxBuffer: 1 << 26 })
    const result = decompressLz4(packed, 1 << 26)
    assert.ok(result.ok, JSON.stringify(result))
    assert.ok(input.equals(result.bytes))
  }
})
