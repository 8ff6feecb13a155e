import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packWhenIdle } from './pack-when-idle.ts'

test('what can wait waits until nothing else is to be done, and is done once', async () => {
  let [asked, packed] = [0, 0]
  const isBusy = () => ++asked < 4
  const waiting = setTimeout(() => {}, 10_000)
  await packWhenIdle(async () => packed++, new AbortController().signal, { firstMs: 1, pauseMs: 1, isBusy })
  clearTimeout(waiting)
  assert.deepEqual([asked, packed], [4, 1])
})

test('a server that ends packs nothing any more, and what fails ends nothing', async () => {
  const stop = new AbortController()
  let packed = 0
  const working = packWhenIdle(async () => packed++, stop.signal, { firstMs: 60_000, pauseMs: 1, isBusy: () => false })
  stop.abort()
  await working
  assert.equal(packed, 0)
  const waiting = setTimeout(() => {}, 10_000)
  await packWhenIdle(
    async () => {
      throw new Error('no space is left')
    },
    new AbortController().signal,
    { firstMs: 1, pauseMs: 1, isBusy: () => false },
  )
  clearTimeout(waiting)
})
