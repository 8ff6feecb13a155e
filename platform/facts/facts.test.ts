import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { assetIdentity, undoMerge } from '../assets/index.ts'
import type { EnvelopeRecord, Item } from '../envelope/index.ts'
import { account, inTenant, listSetAside, replaySetAside } from '../intake/index.ts'
import { SampleAgent } from '../intake/testing/sample-agent.ts'
import { readChanges, readFacts, readFactsAsOf, readKnowledge, readProblems } from './index.ts'
import { changes, introduced, meter, sampleFacts, thing, things } from './testing/sample-facts.ts'

let time = Date.parse('2026-11-22T10:00:00.000Z')
const now = () => time
const projected: unknown[] = []
const sample = await sampleFacts(
  { after },
  {
    now,
    projections: [
      {
        id: 'sample.view',
        reads: ['sample.thing'],
        async project(tx, asset, items) {
          await tx.query('select from asset where tenant_id = $1 and asset_id = $2', [tx.tenantId, asset.id])
          projected.push([asset.kind, (items.get('sample.thing') ?? []).map(({ name }) => name).sort()])
        },
      },
    ],
  },
)
const { database, admin, tenant, agents, drain, known, failures } = sample
const instant = (ms = time) => new Date(ms).toISOString()

/** A tenant with one agent that has said who it is. */
async function host() {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await introduced(agent!)
  await drain()
  const { rows } = await admin.query('select asset_id::int as id from holdfast.asset where tenant_id = $1', [id])
  const assetId: number = rows[0].id
  /** Tells, a minute later, and waits until it is applied. */
  const tell = async (...records: EnvelopeRecord[]) => {
    time += 60_000
    await agent!.tell(records)
    await drain()
  }
  const read = <T>(work: Parameters<typeof inTenant<T>>[2]) => inTenant(database, id, work)
  const present = () => read(async (tx) => versionsOf(await readFacts(tx, assetId)))
  const asOf = (at: number) => read(async (tx) => versionsOf(await readFactsAsOf(tx, assetId, instant(at))))
  const history = (from = 0, until = time) =>
    read(async (tx) =>
      (await readChanges(tx, assetId, { from: instant(from), until: instant(until) }))
        .map(({ kind, key, before, after }) => [kind, key, before?.version, after?.version].filter(Boolean).join(' '))
        .reverse(),
    )
  const aside = () => read(async (tx) => (await listSetAside(tx, { limit: 100 })).map(({ reason }) => reason))
  const problems = () =>
    read(async (tx) => (await readProblems(tx, assetId)).map(({ scope, reason }) => `${scope} ${reason}`))
  const balanced = async () => assert.deepEqual((await read((tx) => account(tx))).problems, [])
  return { id, agent: agent!, assetId, tell, read, present, asOf, history, aside, problems, balanced }
}

function versionsOf(facts: readonly { scope: string; complete: boolean; items: ReadonlyMap<string, Item> }[]) {
  return Object.fromEntries(
    facts.map(({ scope, complete, items }) => [
      complete ? scope : `${scope}?`,
      [...items]
        .map(([key, { version }]) => `${key}${version}`)
        .sort()
        .join(' '),
    ]),
  )
}

test('a first statement is kept as what was found, and is no news', async () => {
  const { tell, present, history, balanced } = await host()
  await tell(things({ a: '1', b: '1' }))
  assert.deepEqual(await present(), { s: 'a1 b1' })
  assert.deepEqual(await history(), [])
  await balanced()
})

test('what came, changed and went is history, with both times, half-open', async () => {
  const { tell, present, history, asOf, id } = await host()
  await tell(things({ a: '1', b: '1' }))
  const first = time
  await tell(changes({ a: '2', c: '1' }, ['b']))
  const second = time
  await tell(changes({ b: '3' }))
  assert.deepEqual(await present(), { s: 'a2 b3 c1' })
  assert.deepEqual((await history()).sort(), ['came b 3', 'came c 1', 'changed a 1 2', 'went b 1'])
  assert.deepEqual(await history(second), ['came b 3'])
  assert.deepEqual(await asOf(first - 1), {})
  assert.deepEqual(await asOf(first), { s: 'a1 b1' })
  assert.deepEqual(await asOf(second - 1), { s: 'a1 b1' })
  assert.deepEqual(await asOf(second), { s: 'a2 c1' })
  assert.deepEqual(await asOf(time), { s: 'a2 b3 c1' })
  const { rows } = await admin.query(
    'select count(*)::int as rows, count(*) filter (where received_until is null)::int as open from holdfast.fact_change where tenant_id = $1',
    [id],
  )
  assert.deepEqual(rows, [{ rows: 5, open: 3 }])
})

test('the same statement again writes no items, no history and no news', async () => {
  const { tell, id, assetId } = await host()
  await tell(things({ a: '1' }))
  const place = 'select ctid::text, items::text, received_at from holdfast.fact_set where tenant_id = $1'
  const before = (await admin.query(place, [id])).rows
  known.length = 0
  await tell(things({ a: '1' }))
  const after = (await admin.query(place, [id])).rows
  assert.equal(after[0].items, before[0].items)
  assert.notDeepEqual(after[0].received_at, before[0].received_at)
  assert.deepEqual(
    known.map(({ asset, changed, stated }) => [asset.assetId, changed, stated]),
    [[assetId, [], ['sample.thing']]],
  )
})

test('what a partial statement did not see is not gone', async () => {
  const { tell, present, history } = await host()
  await tell(things({ a: '1', b: '1' }))
  await tell(things({ a: '2' }, { complete: false }))
  assert.deepEqual(await present(), { 's?': 'a2 b1' })
  await tell(things({ a: '2' }))
  assert.deepEqual(await present(), { s: 'a2' })
  assert.deepEqual(await history(), ['changed a 1 2', 'went b 1'])
})

test('what moves by itself is kept with the latest state and never in the history', async () => {
  const { tell, read, assetId, history } = await host()
  const meters = (reading: number, unit = 'l') =>
    things({}, { fact: 'sample.meter', version: 2, set: { m: { name: 'm', unit, reading } } })
  await tell(meters(1))
  known.length = 0
  await tell(meters(2))
  assert.deepEqual(known[0]?.changed, [])
  await tell({ ...meters(3), mode: 'delta' })
  assert.deepEqual(known[1]?.changed, [])
  const [facts] = await read((tx) => readFacts(tx, assetId))
  assert.equal(facts?.items.get('m')?.reading, 3)
  assert.deepEqual(await history(), [])
  await tell(meters(4, 'kWh'))
  assert.deepEqual(await history(), ['changed m'])
})

test('scopes that a source no longer has are gone, others are not touched; a new one is news', async () => {
  const { tell, present, history } = await host()
  await tell(things({ a: '1' }, { scope: 'x' }), things({ b: '1' }, { scope: 'y' }))
  time += 3600_000
  await tell(things({ c: '1' }, { scope: 'z' }))
  await tell({ type: 'scopes', about: 'self', fact: 'sample.thing', scopes: ['x', 'z'], observedAt: instant() })
  assert.deepEqual(await present(), { x: 'a1', z: 'c1' })
  assert.deepEqual(await history(), ['came c 1', 'went b 1'])
})

test('problems are shown until the next right statement', async () => {
  const { tell, problems, read, assetId } = await host()
  const problem = {
    type: 'problem',
    about: 'self',
    fact: 'sample.thing',
    scope: 's',
    reason: 'denied',
    detail: 'no',
  } as const
  known.length = 0
  await tell({ ...problem, observedAt: instant() })
  assert.deepEqual(await problems(), ['s denied'])
  assert.deepEqual(known[0]?.changed, ['sample.thing'])
  await tell({ ...problem, observedAt: instant() })
  assert.deepEqual(known[1]?.changed, [])
  await tell(things({ a: '1' }, { complete: false }), { ...problem, observedAt: instant() })
  assert.deepEqual(await problems(), ['s denied'])
  const knowledge = await read((tx) => readKnowledge(tx, assetId, ['sample.thing']))
  assert.deepEqual([knowledge.facts.length, knowledge.problems.length], [1, 1])
  await tell(things({ a: '1' }))
  assert.deepEqual(await problems(), [])
})

test('unknown facts and versions are kept aside, visible, and applied once they are known', async () => {
  const { id, tell, aside, present, balanced } = await host()
  const later = { ...thing, version: 2 }
  await tell(things({ a: '1' }, { version: 2 }), things({ b: '1' }, { fact: 'other.fact' }))
  assert.deepEqual((await aside()).sort(), ['unknown-fact', 'unknown-version'])
  assert.deepEqual(await present(), {})
  await balanced()
  const replay = (types: Parameters<typeof sample.applying>[0]) =>
    replaySetAside(database, id, {}, sample.applying(types))
  assert.deepEqual(await replay([thing, meter]), { tried: 2, applied: 0, superseded: 0, aside: 2 })
  assert.deepEqual(await replay([later, meter]), { tried: 2, applied: 1, superseded: 0, aside: 1 })
  assert.deepEqual(await present(), { s: 'a1' })
  await balanced()
})

test('what was kept aside never replaces what was said since', async () => {
  const { id, tell, present } = await host()
  await tell(things({ a: 'old' }, { version: 2 }))
  await tell(things({ a: 'new' }))
  const report = await replaySetAside(database, id, {}, sample.applying([{ ...thing, version: 2 }, meter]))
  assert.deepEqual(report, { tried: 1, applied: 0, superseded: 1, aside: 0 })
  assert.deepEqual(await present(), { s: 'anew' })
})

test('an item that is not right is kept aside alone; what remains is not complete, and nothing is gone by it', async () => {
  const { tell, present, aside, problems, balanced } = await host()
  await tell(things({ a: '1', b: '1' }))
  const bad = things({ a: '2' })
  await tell({ ...bad, set: { ...bad.set, b: { name: 'b', version: 7 }, c: { name: 'other', version: '1' } } })
  assert.deepEqual(await present(), { 's?': 'a2 b1' })
  assert.deepEqual(await aside(), ['malformed'])
  assert.deepEqual(await problems(), ['s items-refused'])
  await balanced()
  await tell(changes({ a: '3' }))
  assert.deepEqual(await problems(), ['s items-refused'])
  await tell(things({ a: '3' }))
  assert.deepEqual(await problems(), [])
})

test('fields that the fact does not declare are not kept', async () => {
  const { tell, read, assetId } = await host()
  await tell({ ...things({}), set: { a: { name: 'a', version: '1', password: 'hunter2' } } })
  const [facts] = await read((tx) => readFacts(tx, assetId))
  assert.deepEqual(facts?.items.get('a'), { name: 'a', version: '1' })
})

test('a change of something unknown is kept aside and the source is asked for everything', async () => {
  const { agent, tell, aside, present } = await host()
  await tell(changes({ a: '1' }))
  assert.deepEqual(await aside(), ['no-base'])
  assert.equal((await agent.beat()).advice, 'new-epoch')
  await agent.reopen('server-went-back')
  assert.equal((await agent.beat()).advice, 'go-on')
  await tell(changes({ a: '1' }))
  assert.equal((await agent.beat()).advice, 'go-on')
  await tell(things({ a: '2' }))
  assert.deepEqual(await present(), { s: 'a2' })
})

test('a new epoch states anew: the same is no news, deltas need its own base', async () => {
  const { agent, tell, present, history, aside } = await host()
  await tell(things({ a: '1', b: '1' }))
  await agent.reopen()
  await tell(changes({ a: '9' }))
  assert.deepEqual(await aside(), ['no-base'])
  await tell(things({ a: '1' }))
  await tell(changes({ c: '1' }))
  assert.deepEqual(await present(), { s: 'a1 c1' })
  assert.deepEqual(await history(), ['went b 1', 'came c 1'])
})

test('a record about something unknown, or of the wrong kind, is kept aside', async () => {
  const { tell, aside } = await host()
  await tell(things({ a: '1' }, { about: 'nobody' }))
  await tell(
    { type: 'asset', ref: 'img', kind: 'image', name: 'i', identifiers: [] },
    things({ a: '1' }, { about: 'img' }),
  )
  assert.deepEqual((await aside()).sort(), ['unknown-asset', 'wrong-kind'])
})

test('hostile text is stored as it is, and what the database cannot hold is made visible', async () => {
  const { tell, read, assetId } = await host()
  const name = `"><script>alert(1)</script>'; drop table fact_set; --\u202e\u0000\ud800`
  const lookup = '$' + '{jndi:ldap://x}'
  await tell(things({ [name]: lookup }))
  const [facts] = await read((tx) => readFacts(tx, assetId))
  const shown = name.replace('\u0000', '␀').replace('\ud800', '\ufffd')
  assert.deepEqual([...facts!.items], [[shown, { name: shown, version: lookup }]])
})

test('projections see the present items in the transaction that stored them, once for each asset', async () => {
  const { tell } = await host()
  projected.length = 0
  await tell(things({ a: '1' }, { scope: 'x' }), things({ b: '1' }, { scope: 'y' }))
  assert.deepEqual(projected, [['host', ['a', 'b']]])
  await tell(changes({}, [], { scope: 'x' }))
  assert.equal(projected.length, 1)
})

test('of two sources that state the same, the better informed is believed; facts follow a merge and its undoing', async () => {
  const { id, agent, assetId, tell, present, read } = await host()
  await tell(things({ a: 'agent' }))
  const { key: activationKey } = await sample.key(id)
  const scanner = new SampleAgent(sample.intake, now)
  const request = scanner.enrolment(activationKey, time, { kind: 'scanner' })
  const enrolled = await sample.intake.enrol(request)
  Object.assign(scanner, {
    source: enrolled.source,
    chain: { ...scanner.chain, source: enrolled.source, epoch: enrolled.epoch },
  })
  const seen = [{ kind: 'machine-id', value: 'other' }]
  await scanner.tell([
    { type: 'asset', ref: '192.0.2.1', kind: 'host', name: 'x', identifiers: seen },
    things({ a: 'scanner' }, { about: '192.0.2.1' }),
    things({ b: 'scanner' }, { about: '192.0.2.1', scope: 'ports' }),
  ])
  await drain()
  assert.deepEqual(await present(), { s: 'aagent' })
  const same = [{ kind: 'machine-id', value: agent.source }]
  await scanner.tell([{ type: 'asset', ref: '192.0.2.1', kind: 'host', name: 'x', identifiers: same }])
  await drain()
  assert.deepEqual(await present(), { ports: 'bscanner', s: 'aagent' })
  await read(async (tx) => {
    const { history } = await assetIdentity(tx, assetId)
    await undoMerge(tx, history[0]!.merge, { decidedBy: 'per_1', at: instant(), onMoved: sample.applying().onMoved })
  })
  assert.deepEqual(await present(), { s: 'aagent' })
})

test('an agent that has nothing to tell lives by its heartbeat: its clone is no new installation of it', async () => {
  const id = await tenant()
  const [agent, clone] = await agents(id, 2)
  const golden = {
    type: 'asset',
    ref: 'self',
    kind: 'host',
    name: 'golden',
    identifiers: [{ kind: 'machine-id', value: 'g' }],
  } as const
  await agent!.tell([golden])
  await drain()
  time += 3600_000
  await agent!.beat()
  await clone!.tell([golden])
  await drain()
  const { rows } = await admin.query('select distinct asset_id from holdfast.asset_source where tenant_id = $1', [id])
  assert.equal(rows.length, 2)
})

test('a record that fails in an unforeseen way is put aside alone', async () => {
  const { agent, present, aside, balanced, id } = await host()
  await admin.query(
    `create function holdfast.no_poison() returns trigger language plpgsql as $$ begin
       if new.items::text like '%poison%' then raise exception 'poisoned'; end if; return new; end $$;
     grant execute on function holdfast.no_poison() to public;
     create or replace trigger no_poison before insert or update on holdfast.fact_set for each row execute function holdfast.no_poison()`,
  )
  time += 60_000
  failures.length = 0
  await agent.tell(
    [things({ a: '1' }, { scope: 'x' }), things({ p: 'poison' }, { scope: 'y' })],
    [things({ b: '1' }, { scope: 'z' })],
  )
  await drain()
  assert.deepEqual(await present(), { x: 'a1', z: 'b1' })
  assert.deepEqual(await aside(), ['failed'])
  assert.match(String(failures[0]), /poisoned/)
  await balanced()
  await admin.query('drop trigger no_poison on holdfast.fact_set')
  assert.equal((await replaySetAside(database, id, { reason: 'failed' }, sample.applying())).applied, 1)
  assert.deepEqual(await present(), { x: 'a1', y: 'ppoison', z: 'b1' })
})

test('a running applier hears of new envelopes at once', async () => {
  const { agent, present } = await host()
  const stop = new AbortController()
  const running = sample.applier().run(stop.signal)
  await sleep(100)
  time += 60_000
  await agent.tell([things({ a: '1' })])
  for (let tries = 0; tries < 200 && !('s' in (await present())); tries++) await sleep(10)
  assert.deepEqual(await present(), { s: 'a1' })
  stop.abort()
  await running
})

type Step = { set: Record<string, string>; gone: string[]; mode: 'full' | 'delta'; complete: boolean }

test('property: the present and every past agree with a replay of the statements in memory', async () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const step: fc.Arbitrary<Step> = fc.record({
    set: fc.dictionary(name, fc.constantFrom('1', '2')),
    gone: fc.uniqueArray(name, { maxLength: 2 }),
    mode: fc.constantFrom('full', 'delta'),
    complete: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const { agent, present, asOf, balanced } = await host()
      const state = new Map<string, string>()
      const past: [number, string][] = []
      for (const [index, { set, gone, mode, complete }] of steps.entries()) {
        time += 60_000
        const isFull = index === 0 || mode === 'full'
        if (isFull && complete) state.clear()
        else for (const key of gone) state.delete(key)
        for (const [key, version] of Object.entries(set)) state.set(key, version)
        await agent.tell([
          things(set, { mode: isFull ? 'full' : 'delta', complete, gone: isFull && complete ? [] : gone }),
        ])
        past.push([
          time,
          [...state]
            .map(([key, version]) => key + version)
            .sort()
            .join(' '),
        ])
      }
      await drain()
      for (const [at, expected] of past) assert.equal(Object.values(await asOf(at))[0], expected, `at ${at}`)
      assert.equal(Object.values(await present())[0], past.at(-1)![1])
      await balanced()
    }),
    { numRuns: 15 },
  )
})
