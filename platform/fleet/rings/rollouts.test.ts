import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '../../contract/index.ts'
import { createActivationKey, createIntake } from '../../intake/index.ts'
import { SampleAgent } from '../../intake/testing/index.ts'
import { everyPart, testDatabase } from '../../store/testing/index.ts'
import { newSigningKey } from '../../trust/index.ts'
import { advanceRollouts } from './advance-rollouts.ts'
import { previewRings } from './preview-rings.ts'
import { readRolloutSources, readRollouts } from './read-rollouts.ts'
import { setRings } from './rings.ts'
import { pauseRollout, resumeRollout, rollBack, startRollout } from './rollout.ts'

const { database, admin, tenant } = await testDatabase({ after }, { parts: everyPart() })
const key = newSigningKey()
const intake = await createIntake(database, { trust: () => ({}) })
after(() => intake.close())
const archives = { 'linux-x64': { sha256: 'a'.repeat(64), size: 10 } }
const start = Date.now()
const minute = 60_000

async function fleet(agents: number) {
  const id = await tenant()
  const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> =>
    database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))
  const made = await inTenant((tx) => createActivationKey(tx, { name: 'test' }))
  for (let n = 0; n < agents; n++) await new SampleAgent(intake).enrol(made.key)
  const at = (minutes: number) => new Date(start + minutes * minute)
  return {
    inTenant,
    advance: (minutes: number) => inTenant((tx) => advanceRollouts(tx, key, at(minutes))),
    at,
    rollout: async () => (await inTenant((tx) => readRollouts(tx)))[0]!,
    /** What agents that were told something answer. */
    async answer(state: string, minutes: number, options: { most?: number; version?: string; detail?: string } = {}) {
      const { most = 100, version = '2.0.0', detail = null } = options
      await admin.query(
        `with ended as (
           update holdfast.command set state = $2, finished_at = $3, detail = $5
            where tenant_id = $1 and command_id in (select command_id from holdfast.command where tenant_id = $1 and state = 'issued' order by 1 limit $4)
           returning source_id)
         update holdfast.source_state s set agent_version = case when $2 = 'done' then $6 else agent_version end, last_seen_at = $3
           from ended e where s.tenant_id = $1 and s.source_id = e.source_id`,
        [id, state, at(minutes).toISOString(), most, detail, version],
      )
    },
  }
}

const ring = (name: string, more: object = {}) => ({
  ...{ name, tag: null, share: 100, waitMinutes: 10, healthyPercent: 50, withinMinutes: 60, ...more },
})

test('a version goes ring by ring, stops where too many fail, goes on when told, and comes back', async () => {
  const it = await fleet(8)
  // Chance decides who is in a share: the first ring here is whoever it takes.
  await it.inTenant((tx) => setRings(tx, [ring('canary', { share: 50 }), ring('all')]))
  const id = await it.inTenant((tx) => startRollout(tx, { version: '2.0.0', archives }, 'test', it.at(0)))
  await assert.rejects(
    it.inTenant((tx) => startRollout(tx, { version: '2.0.0', archives }, 'test', it.at(0))),
    /on its way already/,
  )
  for (let step = 0; step < 4; step++) await it.advance(1)
  let now = await it.rollout()
  const [canary, all] = now.rings
  const waiting = (canary!.counts.ordered === 0 ? all : canary)!
  assert.equal(waiting.counts.ordered, canary!.counts.ordered === 0 ? 8 : canary!.counts.ordered)
  await it.answer('done', 2)
  await it.advance(3)
  await it.advance(3)
  now = await it.rollout()
  if (now.ring === 0 && now.state === 'running') {
    assert.equal(all!.counts.waiting, 8 - canary!.counts.ordered, 'nobody else before its time')
    await it.advance(12)
    await it.advance(12)
    await it.answer('failed', 13, { detail: 'it broke' })
    await it.advance(14)
    await it.advance(14)
    now = await it.rollout()
    if (all!.counts.waiting > 0) {
      assert.equal(now.state, 'paused')
      assert.match(now.because ?? '', /did not come back healthy/)
      await it.inTenant((tx) => resumeRollout(tx, id, it.at(15)))
      await it.advance(16)
      await it.advance(80)
      now = await it.rollout()
      assert.ok(['done', 'paused'].includes(now.state))
    }
  }
  const before = (await it.rollout()).rings.reduce((sum, { counts }) => sum + counts.healthy, 0)
  await it.inTenant((tx) => rollBack(tx, id, 'it is slow'))
  assert.equal(await it.advance(90), before)
  await it.answer('done', 91, { version: '1.0.0' })
  await it.advance(92)
  now = await it.rollout()
  assert.equal(now.state, 'rolled-back')
  assert.equal(
    now.rings.reduce((sum, { counts }) => sum + counts.back, 0),
    before,
  )
})

test('who was tried while the server was away is tried again, three times at most; who is paused is told nothing', async () => {
  const it = await fleet(2)
  await it.inTenant((tx) => setRings(tx, [ring('all', { healthyPercent: 100, withinMinutes: 600 })]))
  const id = await it.inTenant((tx) => startRollout(tx, { version: '2.0.0', archives }, 'test', it.at(0)))
  let minutes = 0
  for (let tries = 1; tries <= 3; tries++) {
    assert.equal(await it.advance(minutes), 2, `try ${tries}`)
    await it.answer('failed', minutes + 1, { detail: 'went back: the server had not heard of it after 180 s' })
    assert.equal(await it.advance(minutes + 2), 0, 'not at once')
    minutes += 20
  }
  await it.advance(minutes)
  assert.equal((await it.rollout()).state, 'paused')
  assert.deepEqual(
    (await it.inTenant((tx) => readRolloutSources(tx, id))).map(({ state }) => state),
    ['failed', 'failed'],
  )
  assert.equal(await it.advance(minutes + 1), 0)
  await assert.rejects(
    it.inTenant((tx) => pauseRollout(tx, id, 'again')),
    /is paused/,
  )
})

test('how many agents rings would have is told before they are set', async () => {
  const it = await fleet(8)
  const rings = [ring('nobody', { tag: `tag_${'0'.repeat(22)}` }), ring('canary', { share: 25 }), ring('all')]
  assert.deepEqual(await it.inTenant((tx) => previewRings(tx, rings)), { agents: 8, rings: [0, 2, 6] })
})

test('rings that leave somebody out, or wait longer than they have time, are refused', async () => {
  const it = await fleet(0)
  for (const [rings, message] of [
    [[ring('some', { share: 50 })], /whoever is left/],
    [[ring('slow', { waitMinutes: 90 })], /waits longer/],
    [[], /between one and/],
  ] as const) {
    await assert.rejects(
      it.inTenant((tx) => setRings(tx, rings)),
      message,
    )
  }
  await assert.rejects(
    it.inTenant((tx) => startRollout(tx, { version: '2.0.0', archives }, 'test', it.at(0))),
    /No agent runs a version before/,
  )
})
