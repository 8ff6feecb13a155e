import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLines } from './read-lines.ts'

async function lines(bytes: Uint8Array, cuts: readonly number[], maxLength: number) {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  async function* pieces() {
    let from = 0
    for (const end of ends) {
      yield bytes.subarray(from, end)
      from = end
    }
  }
  const all: (string | undefined)[] = []
  for await (const batch of readLines(pieces(), maxLength)) all.push(...batch)
  return all
}

test('however the bytes arrive, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'ü', '𝄞', '\n', '\r\n', 'long enough'), { maxLength: 30 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      async (words, cuts) => {
        const text = words.join('')
        const expected = text.split('\n').map((line) => line.replace(/\r$/, ''))
        if (text.endsWith('\n') || text === '') expected.pop()
        assert.deepEqual(await lines(Buffer.from(text), cuts, 10_000), expected)
      },
    ),
  )
})

test('a line that is too long is let go, and those around it stay', async () => {
  const text = `one\n${'x'.repeat(100)}\ntwo\n${'y'.repeat(100)}`
  for (const cuts of [[], [20], [20, 40, 60]]) {
    assert.deepEqual(await lines(Buffer.from(text), cuts, 50), ['one', undefined, 'two', undefined])
  }
})
