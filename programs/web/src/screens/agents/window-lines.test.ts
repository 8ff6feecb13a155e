import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWindows, writeWindows } from './window-lines.ts'

test('windows are read as they are written, and the line that is none is named', () => {
  const read = readWindows('1-5 22:00-06:00 Europe/Prague activity\n\n6,7 00:00-12:00 UTC transmission')
  assert.deepEqual(read[0], {
    days: [1, 2, 3, 4, 5],
    from: '22:00',
    to: '06:00',
    zone: 'Europe/Prague',
    stops: 'activity',
  })
  assert.deepEqual(readWindows(writeWindows(read)), read)
  assert.throws(() => readWindows('every night'), /“every night” is no window/)
})
