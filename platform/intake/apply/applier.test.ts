import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EventRecord, sealEnvelope } from '../../envelope/index.ts'
import { inTenant } from '../in-tenant.ts'
import { account, createApplier, pruneLog, type RecordHandler, summarizeSetAside } from '../index.ts'
import { sampleIntake } from '../testing/sample-intake.ts'
import { Turns } from './turns.ts'

const sample = await sampleIntake({ after }, { connections: { app: 24 } })
const { database, admin, tenant, agents } = sample
await admin.query(
  'create table holdfast.test_applied (place bigint generated always as identity, tenant_id int, source_id bigint, n int); grant all on holdfast.test_applied to public',
)

/** Writes down what it is given, and fails as it is told. */
function noting(fail: (record: EventRecord) => void = () => {}): RecordHandler {
  return {
    types: ['event'],
    async apply({ tx, source }, entries) {
      for (const { record } of entries) {
        fail(record as EventRecord)
        await tx.query('insert into test_applied (tenant_id, source_id, n) values ($1, $2, $3)', [
          tx.tenantId,
          source.sourceId,
          (record as EventRecord).body.n,
        ])
      }
      return { aside: [] }
    },
  }
}

const said = (n: number): EventRecord => ({
  type: 'event',
  about: 'self',
  event: 'sample.said',
  version: 1,
  at: '2026-11-22T10:00:00.000Z',
  body: { n },
})
const applier = (handler = noting(), change: Partial<Parameters<typeof createApplier>[1]> = {}) =>
  createApplier(database, { handlers: [handler], onMoved: async () => {}, ...change })
const applied = async (tenantId: number): Promise<number[]> => {
  const { rows } = await admin.query('select n from holdfast.test_applied where tenant_id = $1 order by place', [
    tenantId,
  ])
  return rows.map(({ n }) => n)
}
const balanced = async (tenantId: number) => {
  const found = await inTenant(database, tenantId, (tx) => account(tx))
  assert.deepEqual(found.problems, [])
  return found
}

test('each envelope is applied once, each source in its order', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  for (let n = 0; n < 20; n++) await agent!.tell([said(n * 3), said(n * 3 + 1)], [said(n * 3 + 2)])
  await applier().drain()
  await applier().drain()
  assert.deepEqual(
    await applied(id),
    Array.from({ length: 60 }, (_, n) => n),
  )
  const { pending, applied: counted, records } = await balanced(id)
  assert.deepEqual([pending, counted.went, records.applied], [0, 40, 60])
})

test('several appliers at once share the work, and nothing is applied twice or out of order', async () => {
  const id = await tenant()
  const fleet = await agents(id, 8)
  await Promise.all(
    fleet.map(async (agent) => {
      for (let n = 0; n < 12; n++) await agent.tell([said(n)])
    }),
  )
  await Promise.all([applier(), applier(), applier()].map((each) => each.drain()))
  const { rows } = await admin.query(
    'select array_agg(n order by place) as order from holdfast.test_applied where tenant_id = $1 group by source_id',
    [id],
  )
  assert.equal(rows.length, 8)
  for (const { order } of rows) assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  await balanced(id)
})

test('a record that fails is put aside alone, whatever else is in its envelope', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([said(1), said(13), said(2)], [said(3)])
  const failures: string[] = []
  const handler = noting(({ body }) => {
    if (body.n === 13) throw new Error('thirteen')
  })
  await applier(handler, { onFailure: ({ mode }) => failures.push(mode) }).drain()
  assert.deepEqual(await applied(id), [1, 2, 3])
  assert.deepEqual(failures, ['whole'])
  const [summary] = await inTenant(database, id, (tx) => summarizeSetAside(tx))
  assert.deepEqual([summary?.reason, summary?.name, summary?.waiting], ['failed', 'sample.said', 1])
  await balanced(id)
})

test('a failure that passes sets nothing aside', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([said(1)])
  let tries = 0
  const handler = noting(() => {
    if (++tries === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
  })
  await applier(handler).drain()
  assert.deepEqual(await applied(id), [1])
  assert.equal((await balanced(id)).records.aside, 0)
})

test('a body that is no records is put aside as a whole, and its envelope stays in the log for as long', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const bodies = [
    '{"not":"a list"}',
    `[${'['.repeat(100)}${']'.repeat(100)}]`,
    '[{"type":"event"},{"type":"unheard-of"}]',
  ]
  for (const text of bodies) {
    const body = { encoding: 'json', bytes: Buffer.from(text) } as const
    const sealed = sealEnvelope(agent!.chain, body, {
      privateKey: agent!.privateKey,
      sentAt: '2026-11-22T10:00:00.000Z',
    })
    agent!.chain = sealed.chain
    await agent!.send([sealed.envelope])
  }
  await agent!.tell([said(1)])
  await applier().drain()
  assert.deepEqual(await applied(id), [1])
  const { applied: counted, aside } = await balanced(id)
  assert.deepEqual([counted.aside, aside.waiting], [2, 2])
  await pruneLog(database, Date.now() + 60_000, 0)
  const { rows } = await admin.query('select seq::int from holdfast.envelope where tenant_id = $1 order by seq', [id])
  assert.deepEqual(rows, [{ seq: 1 }, { seq: 2 }])
  assert.deepEqual((await agent!.tell([said(2)])).outcomes, [{ status: 'stored' }])
  await applier().drain()
})

test('records without a handler are kept aside', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([{ type: 'result', command: 'cmd_1', status: 'done', at: '2026-11-22T10:00:00.000Z' }])
  await applier().drain()
  const [summary] = await inTenant(database, id, (tx) => summarizeSetAside(tx))
  assert.deepEqual([summary?.reason, summary?.type], ['unsupported', 'result'])
})

test('what a source says of its clock and its gaps is noted', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const at = '2026-11-22T10:00:00.000Z'
  await agent!.tell([
    { type: 'clock', at, jumpMs: -5000 },
    { type: 'gap', from: at, to: at, reason: 'spool-full', lost: 7 },
  ])
  await applier().drain()
  const state = await admin.query('select clock_jump_ms::int as jump from holdfast.source_state where tenant_id = $1', [
    id,
  ])
  const gaps = await admin.query('select reason, lost::int from holdfast.source_gap where tenant_id = $1', [id])
  assert.deepEqual([state.rows, gaps.rows], [[{ jump: -5000 }], [{ reason: 'spool-full', lost: 7 }]])
})

test('one tenant that floods does not keep another waiting', async () => {
  const [flood, calm] = [await tenant(), await tenant()]
  const flooders = await agents(flood, 4)
  for (const agent of flooders) for (let n = 0; n < 40; n++) await agent.tell([said(n)])
  const [other] = await agents(calm, 1)
  await other!.tell([said(1)])
  const order: number[] = []
  const handler: RecordHandler = {
    types: ['event'],
    async apply({ tx }) {
      order.push(tx.tenantId)
      await sleep(5)
      return { aside: [] }
    },
  }
  await applier(handler, { atOnce: 1 }).drain()
  const before = order.indexOf(calm)
  assert.ok(before >= 0 && before <= 4, `its turn came after ${before} turns of ${order.length}`)
})

test('tenants take turns, and within a tenant its sources do', () => {
  const turns = new Turns()
  const source = (tenantId: number, sourceId: number) => ({ tenantId, sourceId })
  turns.add([source(1, 1), source(1, 2), source(1, 3), source(2, 9)])
  turns.add([source(1, 1), source(3, 7)])
  const order = []
  for (let next = turns.next(); next; next = turns.next()) order.push(`${next.tenantId}:${next.sourceId}`)
  assert.deepEqual(order, ['1:1', '2:9', '3:7', '1:2', '1:3'])
  assert.ok(turns.isEmpty)
})

test('what is set aside of one source has a bound; what is beyond is counted', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...said(n), type: 'result', command: 'c', status: 'done' }) as never)
  await agent!.tell(many(6000), many(6000))
  await applier().drain()
  const { records, aside } = await balanced(id)
  assert.deepEqual([records.aside, records.refused, aside.waiting], [10_000, 2000, 10_000])
})
