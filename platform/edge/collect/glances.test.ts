import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Collector } from '@holdfast/platform/contract'
import { fakeWorld } from '@holdfast/platform/world'
import { Glances } from './glances.ts'

function setUp(glance?: () => Promise<string | undefined>) {
  const collector = { id: 'demo.things', ...(glance && { glance }) } as unknown as Collector
  const glances = new Glances(fakeWorld({}))
  return (regular: boolean, now: number) => glances.sawTheSame(collector, regular, now)
}

test('a regular run is left out while the glance stays the same, for a quarter of an hour', async () => {
  let digest: string | undefined = 'a'
  const sees = setUp(async () => digest)
  assert.equal(await sees(true, 0), false)
  assert.equal(await sees(true, 60_000), true)
  assert.equal(await sees(false, 61_000), false, 'a run that was asked for is made')
  digest = 'b'
  assert.equal(await sees(true, 120_000), false)
  assert.equal(await sees(true, 180_000), true)
  assert.equal(await sees(true, 120_000 + 15 * 60_000), false)
})

test('without a glance, or where it fails, every run is made', async () => {
  for (const glance of [
    undefined,
    async () => undefined,
    async () => {
      throw new Error('the other process is gone')
    },
  ]) {
    const sees = setUp(glance)
    assert.equal(await sees(true, 0), false)
    assert.equal(await sees(true, 60_000), false)
  }
})
