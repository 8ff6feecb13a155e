import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, ByteView, MalformedInput, maxProblems, ProblemList } from './index.ts'

test('reads outside the bytes are malformed input, with the offset in the whole', () => {
  const view = new ByteView(Uint8Array.of(1, 2, 3, 4, 5), 0).sub(1, 4)
  assert.equal(view.u32(0), 0x02030405)
  assert.equal(view.u16(0, true), 0x0302)
  for (const at of [-1, 4, 2 ** 40, Number.NaN]) {
    assert.throws(() => view.u8(at), MalformedInput)
  }
  assert.throws(
    () => view.u32(1),
    (error: MalformedInput) => error.offset === 2,
  )
})

test('64-bit numbers that no file can hold are malformed', () => {
  assert.throws(() => new ByteView(new Uint8Array(8).fill(255)).u64(0), MalformedInput)
})

test('problems are bounded, and those left out are counted', () => {
  const problems = new ProblemList()
  for (let i = 0; i < maxProblems + 7; i++) problems.add('bad', { line: i })
  assert.equal(problems.list.length, maxProblems + 1)
  assert.equal(problems.list.at(-1)?.message, '7 more problems')
})

test('an attempt turns malformed input into a problem, and nothing else', () => {
  const problems = new ProblemList()
  assert.equal(
    attempt(problems, 'x.jar', () => new ByteView(new Uint8Array(0)).u8(0)),
    undefined,
  )
  assert.equal(problems.list[0]?.part, 'x.jar')
  assert.throws(() => attempt(problems, undefined, () => assert.fail('a mistake')), /a mistake/)
})
