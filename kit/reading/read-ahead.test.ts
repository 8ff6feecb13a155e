import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesInMemory, readAhead } from './index.ts'

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251)

test('the same bytes come as without it', async () => {
  const plain = bytesInMemory(bytes)
  const ahead = readAhead(async (...request) => plain(...request), { blockSize: 64, blocks: 3 })
  await fc.assert(
    fc.asyncProperty(fc.nat(1100), fc.nat(200), async (offset, length) => {
      assert.deepEqual([...(await ahead(offset, length, 0))], [...plain(offset, length, 0)])
    }),
  )
})

test('neighbouring reads cost one', async () => {
  let reads = 0
  const ahead = readAhead(
    async (offset, length) => {
      reads++
      return bytes.subarray(offset, offset + length)
    },
    { blockSize: 500 },
  )
  for (let at = 0; at < 500; at += 10) await ahead(at, 10, 0)
  assert.equal(reads, 1)
})
