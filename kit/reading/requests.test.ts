import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bytesInMemory,
  type LazyReader,
  MalformedInput,
  readExactly,
  readUpTo,
  runReader,
  runReaderAsync,
} from './index.ts'

function* sumOfTwoInputs(): LazyReader<number> {
  const first = yield* readExactly(1, 2)
  const second = yield* readUpTo(0, 100, 1)
  return first.u16(0) + second.length
}

test('a reader works over synchronous and asynchronous sources', async () => {
  const read = bytesInMemory(Uint8Array.of(9, 1, 2), Uint8Array.of(1, 1, 1))
  assert.equal(runReader(sumOfTwoInputs(), read), 0x0102 + 3)
  assert.equal(await runReaderAsync(sumOfTwoInputs(), async (...request) => read(...request)), 0x0102 + 3)
})

test('an input that ends too early is malformed', () => {
  assert.throws(() => runReader(sumOfTwoInputs(), bytesInMemory(Uint8Array.of(1, 2))), MalformedInput)
})
