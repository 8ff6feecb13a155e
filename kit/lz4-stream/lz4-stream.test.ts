import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesInMemory, MalformedInput, runReader } from '../reading/index.ts'
import { readLz4Blocks } from './index.ts'

function decompress(bytes: Uint8Array): Buffer {
  const pieces: Buffer[] = []
  runReader(
    readLz4Blocks((piece) => pieces.push(Buffer.from(piece))),
    bytesInMemory(bytes),
  )
  return Buffer.concat(pieces)
}

const noTool = spawnSync('lz4', ['--version']).error ? 'the lz4 program is not installed' : false

test('what the lz4 program packed is unpacked, with every kind of block', { skip: noTool }, () => {
  const text = Buffer.from(Array.from({ length: 60_000 }, (_, index) => `Package: p${index % 977}\n`).join(''))
  const content = Buffer.concat([text, randomBytes(300_000), text])
  for (const options of [
    ['-1'],
    ['-9', '-B4'],
    ['-B7', '-BD'],
    ['-B5', '-BX', '--content-size'],
    ['-B4', '-BD', '--no-frame-crc'],
  ]) {
    const packed = execFileSync('lz4', ['-z', '-c', ...options, '-'], { input: content, maxBuffer: 1 << 28 })
    assert.equal(digest(decompress(packed)), digest(content), options.join(' '))
  }
})

test('frames follow each other, skippable ones are skipped', () => {
  const empty = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 0, 0, 0, 0]
  const skippable = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]
  const stored = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 2, 0, 0, 0x80, 104, 105, 0, 0, 0, 0]
  assert.equal(decompress(Uint8Array.of(...empty, ...skippable, ...stored)).toString(), 'hi')
})

test('mutilated frames are refused or read, and nothing else', () => {
  const good = Uint8Array.of(
    0x04,
    0x22,
    0x4d,
    0x18,
    0x40,
    0x40,
    0xc0,
    14,
    0,
    0,
    0,
    0x37,
    97,
    98,
    99,
    3,
    0,
    0x70,
    98,
    99,
    97,
    98,
    99,
    33,
    33,
    0,
    0,
    0,
    0,
  )
  assert.equal(decompress(good).toString(), 'abcabcabcabcabbcabc!!')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(good.length),
      (edits, end) => {
        const copy = good.slice(0, end)
        for (const [at, value] of edits) copy[at] = value
        try {
          decompress(copy)
        } catch (error) {
          assert.ok(error instanceof MalformedInput)
        }
      },
    ),
  )
})

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
