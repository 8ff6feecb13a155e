import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProcessChanges } from './process-changes.ts'

const what = { fork: 1, exec: 2, exit: 0x80000000 }

function message(kind: keyof typeof what, ...words: number[]): Buffer {
  const bytes = Buffer.alloc(52 + 4 * words.length)
  bytes.writeUInt32LE(what[kind], 36)
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, 52 + 4 * index)
  return bytes
}

function told(...messages: Buffer[]): boolean {
  const changes = new ProcessChanges()
  for (const each of messages) changes.message(each)
  return changes.take()
}

test('programs that start or end are a change', () => {
  assert.equal(told(message('fork', 1, 1, 50, 50), message('exec', 50, 50)), true)
  assert.equal(told(message('fork', 1, 1, 50, 50), message('exec', 50, 50), message('exit', 50, 50, 0, 17)), true)
  assert.equal(told(message('exit', 49, 49, 0, 17)), true)
})

test('threads and children that run no program are none', () => {
  assert.equal(told(message('fork', 1, 1, 50, 50), message('exit', 50, 50, 0, 17)), false)
  assert.equal(told(message('fork', 1, 1, 51, 1), message('exit', 51, 1, 0, 17)), false)
  assert.equal(told(message('fork', 1, 1, 50, 50)), false)
})

test('a number that is used again is a new process', () => {
  const changes = new ProcessChanges()
  for (const each of [message('fork', 1, 1, 50, 50), message('exec', 50, 50)]) changes.message(each)
  assert.equal(changes.take(), true)
  assert.equal(changes.take(), false)
  changes.message(message('exit', 50, 50, 0, 17))
  assert.equal(changes.take(), true)
})

test('short messages tell nothing, lost ones do', () => {
  for (let size = 0; size < 60; size++)
    assert.equal(told(message('exit', 49, 49).subarray(0, Math.min(size, 59))), false)
  const changes = new ProcessChanges()
  changes.message(message('fork', 1, 1, 50, 50))
  changes.lost()
  assert.equal(changes.take(), true)
  changes.message(message('exit', 50, 50, 0, 17))
  assert.equal(changes.take(), true)
})
