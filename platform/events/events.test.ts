import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Type from 'typebox'
import { assetIdentity, mergeByHand, undoMerge } from '../assets/index.ts'
import { defineEvent } from '../contract/index.ts'
import type { EventRecord } from '../envelope/index.ts'
import { introduced, sampleFacts } from '../facts/testing/sample-facts.ts'
import { account, createApplier, inTenant, listSetAside, type RecordHandler, replaySetAside } from '../intake/index.ts'
import { eventHandler, eventRegistry, eventsPart, keepEventPartitions, keptDays, readEvents } from './index.ts'

const rang = defineEvent('sample', {
  name: 'sample.bell-rang',
  version: 1,
  title: 'Bell rang',
  summary: 'A bell rang.',
  dataClass: 'activity',
  keepFor: 'P60D',
  schema: Type.Object({ number: Type.Number({ description: 'Which.' }) }),
  example: { number: 1 },
})

const handler = eventHandler(eventRegistry([rang]))
const sample = await sampleFacts({ after }, { parts: [eventsPart], handlers: [handler] })
const { database, admin, tenant, agents, drain } = sample

const ring = (number: number, change: Partial<EventRecord> = {}): EventRecord => ({
  type: 'event',
  about: 'self',
  event: 'sample.bell-rang',
  version: 1,
  at: '2020-01-01T00:00:00.000Z',
  body: { number },
  ...change,
})
const hour = 3600_000
const around = () => ({
  from: new Date(Date.now() - hour).toISOString(),
  until: new Date(Date.now() + hour).toISOString(),
  limit: 100,
})

async function host() {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await introduced(agent!)
  const read = <T>(work: Parameters<typeof inTenant<T>>[2]) => inTenant(database, id, work)
  const numbers = (query: Partial<Parameters<typeof readEvents>[1]> = {}) =>
    read(async (tx) => (await readEvents(tx, { ...around(), ...query })).map(({ body }) => body.number))
  return { id, agent: agent!, read, numbers }
}

test('partitions made by a transaction that was undone are made again', async () => {
  const { agent, numbers } = await host()
  const { rows } = await admin.query(
    `select to_regclass('holdfast.event_kept_90_' || to_char(now(), 'YYYYMMDD')) as there`,
  )
  assert.deepEqual(rows, [{ there: null }])
  let broken = 0
  const breaking: RecordHandler = {
    types: ['facts'],
    async apply() {
      if (broken++ === 0) throw Object.assign(new Error('the database was stopped'), { code: '57P01' })
      return { aside: [] }
    },
  }
  const facts = { type: 'facts', about: 'self', fact: 'sample.any', version: 1, scope: '', mode: 'full' } as const
  await agent.tell([
    ring(1),
    ring(2),
    { ...facts, complete: true, gone: [], observedAt: '2020-01-01T00:00:00.000Z', set: {} },
  ])
  await createApplier(database, { ...sample.applying(), handlers: [handler, breaking] }).drain()
  assert.equal(broken, 2)
  assert.deepEqual(await numbers(), [2, 1])
})

test('events are appended once, in their order, with both times', async () => {
  const { id, agent, read, numbers } = await host()
  const envelopes = agent.seal([[ring(1), ring(2)], [ring(3)]])
  await agent.send(envelopes)
  await agent.send(envelopes)
  await drain()
  await agent.send(envelopes)
  await drain()
  assert.deepEqual(await numbers(), [3, 2, 1])
  const [last] = await read((tx) => readEvents(tx, { ...around(), limit: 1 }))
  assert.equal(last?.at, '2020-01-01T00:00:00.000Z')
  assert.ok(Math.abs(Date.parse(last!.receivedAt) - Date.now()) < hour)
  const before = { receivedAt: last!.receivedAt, eventId: last!.eventId }
  assert.deepEqual(await numbers({ before }), [2, 1])
  assert.deepEqual(await numbers({ events: ['sample.other'] }), [])
  assert.deepEqual(await numbers({ from: new Date(Date.now() + hour / 2).toISOString() }), [])
  assert.deepEqual((await inTenant(database, id, (tx) => account(tx))).problems, [])
})

test('unknown events and versions and odd bodies are kept aside, and applied when they are known', async () => {
  const { id, agent, read, numbers } = await host()
  await agent.tell([
    ring(1, { event: 'sample.unheard-of' }),
    ring(2, { version: 2 }),
    ring(3, { body: { number: 'three' } }),
    ring(4, { about: 'nobody' }),
    ring(5, { body: { number: 5, password: 'hunter2' } }),
  ])
  await drain()
  assert.deepEqual(await numbers(), [5])
  const reasons = await read(async (tx) => (await listSetAside(tx, { limit: 10 })).map(({ reason }) => reason).sort())
  assert.deepEqual(reasons, ['malformed', 'unknown-asset', 'unknown-event', 'unknown-version'])
  const { rows } = await admin.query('select body from holdfast.event where tenant_id = $1', [id])
  assert.deepEqual(rows, [{ body: { number: 5 } }])
  const next = eventHandler(eventRegistry([{ ...rang, version: 2 }]))
  const report = await replaySetAside(database, id, {}, { ...sample.applying(), handlers: [next] })
  assert.equal(report.applied, 1)
  assert.deepEqual((await numbers()).sort(), [2, 5])
})

test('events follow their asset through a merge and its undoing', async () => {
  const id = await tenant()
  const [first, second] = await agents(id, 2)
  await introduced(first!)
  await first!.tell([ring(1)])
  await second!.tell([{ type: 'asset', ref: 'self', kind: 'host', name: 'two', identifiers: [] }, ring(2)])
  await drain()
  const { rows } = await admin.query(
    `select asset_id::int as id from holdfast.asset where tenant_id = $1 order by name = 'two'`,
    [id],
  )
  const of = (assetId: number) =>
    inTenant(database, id, async (tx) =>
      (await readEvents(tx, { ...around(), assetId })).map(({ body }) => body.number),
    )
  const [a, b] = rows.map((row) => row.id as number)
  assert.deepEqual([await of(a!), await of(b!)], [[1], [2]])
  const by = { decidedBy: 'per_1', at: new Date().toISOString(), onMoved: sample.applying().onMoved }
  await inTenant(database, id, (tx) => mergeByHand(tx, a!, b!, { ...by, because: 'same' }))
  assert.deepEqual([await of(a!), await of(b!)], [[2, 1], []])
  await inTenant(database, id, async (tx) => undoMerge(tx, (await assetIdentity(tx, a!)).history[0]!.merge, by))
  assert.deepEqual([await of(a!), await of(b!)], [[1], [2]])
})

test('partitions are made ahead, and dropped when their time is over', async () => {
  const made = await keepEventPartitions(database)
  assert.ok(made.made > 0)
  assert.deepEqual(await keepEventPartitions(database), { made: 0, dropped: 0 })
  await admin.query(
    `set role holdfast_owner;
     create table holdfast.event_kept_7_20200101 partition of holdfast.event_kept_7 for values from ('2020-01-01') to ('2020-01-02');
     create table holdfast.event_kept_2600_20240101 partition of holdfast.event_kept_2600 for values from ('2024-01-01') to ('2024-01-02');
     reset role`,
  )
  assert.deepEqual(await keepEventPartitions(database), { made: 0, dropped: 1 })
  const { rows } = await admin.query(`select to_regclass('holdfast.event_kept_2600_20240101') is not null as kept`)
  assert.deepEqual(rows, [{ kept: true }])
})

test('a time of keeping finds its class', () => {
  assert.deepEqual(['P7D', 'P8D', 'P1M', 'P90D', 'P1Y', 'P20Y'].map(keptDays), [7, 30, 90, 90, 400, 2600])
  for (const odd of ['PT1H', 'P', '', '90']) assert.throws(() => keptDays(odd))
})
