import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Collector, World } from '@holdfast/platform/contract'
import { Glances } from './glances.ts'

function setUp(glance?: () => Promise<string | undefined>, kind: 'live' | 'none' = 'live') {
  const collector = { id: 'demo.things', ...(kind === 'live' && { glance: kind }) } as unknown as Collector
  const glances = new Glances({ live: { ...(glance && { glance }) } } as unknown as World)
  return (regular: boolean, now: number) => {
    glances.newRound()
    return glances.sawTheSame(collector, regular, now)
  }
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

test('one glance serves all runs of a round', async () => {
  let glanced = 0
  const glances = new Glances({ live: { glance: async () => String(++glanced) } } as unknown as World)
  for (const id of ['demo.one', 'demo.two'])
    assert.equal(await glances.sawTheSame({ id, glance: 'live' } as unknown as Collector, true, 0), false)
  assert.equal(glanced, 1)
})

test('without a glance, or where it fails, every run is made', async () => {
  const failing = async () => {
    throw new Error('the other process is gone')
  }
  for (const sees of [setUp(), setUp(async () => undefined), setUp(failing), setUp(async () => 'a', 'none')]) {
    assert.equal(await sees(true, 0), false)
    assert.equal(await sees(true, 60_000), false)
  }
})
