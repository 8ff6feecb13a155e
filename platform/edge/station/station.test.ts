import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Collector, defineApp, defineEdge, defineFact } from '@holdfast/platform/contract'
import { type EnvelopeRecord, type FactsRecord, newSourceKey, readPrivateKey } from '@holdfast/platform/envelope'
import { fakeWorld } from '@holdfast/platform/world'
import Type from 'typebox'
import { Spool } from '../spool/spool.ts'
import { PretendServer } from '../testing/pretend-server.ts'
import { type SavedStation, Station } from './station.ts'

const fact = defineFact('demo', {
  name: 'demo.thing',
  version: 1,
  title: 'Thing',
  summary: 'A thing.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P1D',
  schema: Type.Object({ name: Type.String({ description: 'Name.' }), size: Type.String({ description: 'Size.' }) }),
  example: { name: 'a', size: '1' },
})

/** A station whose one collector reports `things`, over a server in memory. */
function setUp(
  t: TestContext,
  options: { maxBytes?: number; saved?: SavedStation; things?: [string, string][]; beside?: readonly Collector[] } = {},
) {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-station-'))
  const things = new Map<string, string>(options.things ?? [['a', '1']])
  const server = new PretendServer()
  const said: string[] = []
  const collector: Collector = {
    id: 'demo.things',
    version: 1,
    summary: 'Reports things.',
    facts: ['demo.thing'],
    requires: ['files'],
    trigger: { paths: ['/things'] },
    everySeconds: 3600,
    async *collect() {
      yield {
        type: 'facts',
        fact: 'demo.thing',
        scope: 'host',
        complete: true,
        items: [...things].map(([name, size]) => ({ name, size })),
      }
    },
  }
  const app = defineApp({
    id: 'demo',
    title: 'Demo',
    question: 'What?',
    lifecycle: 'experimental',
    needs: [],
    facts: [fact],
    events: [],
    permissions: [],
  })
  const spool = new Spool(join(home, 'spool'), { maxBytes: options.maxBytes ?? 1e8, epoch: 1 })
  let timeline = 'tl_1'
  const station = new Station({
    world: fakeWorld({
      files: { '/etc/machine-id': 'f3b0c44298fc1c149afbf4c8996fb924\n', '/etc/hostname': 'demo-1\n' },
    }),
    faces: [defineEdge({ app, collectors: [...(options.beside ?? []), collector] })],
    spool,
    link: server.link,
    identity: { source: 'src_0123456789abcdefghijkl', privateKey: readPrivateKey(newSourceKey()), agentId: 'f0' },
    timeline: () => timeline,
    keepTimeline: (next) => {
      timeline = next
    },
    say: (line) => said.push(line),
  })
  if (options.saved) station.restore(options.saved)
  const stop = new AbortController()
  const running = station.run(stop.signal).catch(() => {})
  t.after(async () => {
    stop.abort()
    await running
    spool.close()
    rmSync(home, { recursive: true, force: true })
  })
  return { station, server, things, spool, said }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail(`never happened: ${what}`)
}

/** What a server that applies the records knows of the things. */
function known(records: readonly EnvelopeRecord[]): Record<string, unknown> {
  const state = new Map<string, unknown>()
  for (const record of records) {
    if (record.type !== 'facts') continue
    if (record.mode === 'full') state.clear()
    for (const [key, item] of Object.entries(record.set)) state.set(key, item.size)
    for (const key of record.gone) state.delete(key)
  }
  return Object.fromEntries(state)
}

const factsOf = (records: readonly EnvelopeRecord[]) =>
  records.filter((record): record is FactsRecord => record.type === 'facts')

test('introduces the host, tells all once, then only what changed', async (t) => {
  const { station, server, things } = setUp(t)
  await until(() => factsOf(server.records).length === 1, 'first snapshot')
  await until(() => server.records.some(({ type }) => type === 'scopes'), 'the end of the snapshot')
  const end = server.records.find(({ type }) => type === 'scopes')
  assert.ok(end?.type === 'scopes')
  assert.deepEqual([end.fact, end.scopes], ['demo.thing', ['host']])
  const [about] = server.records
  assert.ok(about?.type === 'asset')
  assert.equal(about.name, 'demo-1')
  assert.deepEqual(
    about.identifiers.map(({ kind }) => kind),
    ['agent-id', 'machine-id', 'hostname'],
  )
  things.set('b', '2')
  station.changed({ paths: ['/things'] })
  await until(() => factsOf(server.records).length === 2, 'the change')
  assert.deepEqual(factsOf(server.records)[1]?.set, { b: { name: 'b', size: '2' } })
  assert.equal(factsOf(server.records)[1]?.mode, 'delta')
})

test('keeps what it saw while the server was away', async (t) => {
  const { station, server, things, spool } = setUp(t)
  await until(() => server.stored > 0 && spool.pending === 0, 'first snapshot')
  server.reachable = false
  for (const size of ['2', '3', '4']) {
    things.set('a', size)
    station.collectNow()
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  assert.equal(spool.pending, 3)
  server.reachable = true
  await until(() => spool.pending === 0, 'the server has all')
  assert.deepEqual(known(server.records), { a: '4' })
  assert.equal(factsOf(server.records).length, 4)
})

for (const [what, breakIt, reason] of [
  ['a server that lost what it had acknowledged', (server: PretendServer) => server.goBack(1), 'server-went-back'],
  ['a restored server with a new timeline', (server: PretendServer) => server.goBack(1, 'tl_2'), 'new-timeline'],
  ['another machine that took the next number', (server: PretendServer) => server.intrude(), 'conflict'],
] as const) {
  test(`${what} gets a new stream with a full snapshot`, async (t) => {
    const { station, server, things, spool } = setUp(t)
    await until(() => server.stored > 0 && spool.pending === 0, 'first snapshot')
    breakIt(server)
    things.set('b', '2')
    station.collectNow()
    await until(() => server.epochs.length > 0, 'a new epoch')
    await until(() => factsOf(server.records).at(-1)?.mode === 'full' && spool.pending === 0, 'a full snapshot')
    assert.deepEqual(server.epochs, [reason])
    assert.deepEqual(known(server.records), { a: '1', b: '2' })
  })
}

test('a spool that is full loses nothing silently: a gap is told, then everything again', async (t) => {
  const { station, server, things, spool } = setUp(t, { maxBytes: 12_000 })
  await until(() => server.stored > 0 && spool.pending === 0, 'first snapshot')
  server.reachable = false
  for (let n = 0; n < 30; n++) {
    things.set(`thing-${n}`, `${n}`.repeat(500))
    station.collectNow()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  server.reachable = true
  station.collectNow()
  await until(() => server.records.some(({ type }) => type === 'gap'), 'a gap')
  await until(() => Object.keys(known(server.records)).length === 31 && spool.pending === 0, 'everything')
  const gap = server.records.find(({ type }) => type === 'gap')
  assert.ok(gap?.type === 'gap' && gap.reason === 'spool-full' && (gap.lost ?? 0) > 0)
})

test('a station that goes on in a fresh process tells only what changed', async (t) => {
  const first = setUp(t)
  await until(() => factsOf(first.server.records).length === 1 && first.spool.pending === 0, 'first snapshot')
  const saved = JSON.parse(JSON.stringify(first.station.save()))
  const second = setUp(t, { saved, things: [['b', '2']] })
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(second.server.records.length, 0)
  second.station.collectNow()
  await until(() => factsOf(second.server.records).length === 1, 'the difference')
  const [told] = factsOf(second.server.records)
  assert.deepEqual([told?.mode, Object.keys(told?.set ?? {}), told?.gone], ['delta', ['b'], ['a']])
})

test('a slow walk holds up nobody, and the snapshot ends after it', async (t) => {
  const walk = Promise.withResolvers<void>()
  let walks = 0
  const slow: Collector = {
    id: 'demo.walk',
    version: 1,
    summary: 'Walks for long.',
    facts: ['demo.thing'],
    requires: ['files'],
    trigger: {},
    everySeconds: 3600,
    slow: true,
    async *collect() {
      walks++
      await walk.promise
      yield { type: 'facts', fact: 'demo.thing', scope: 'disk', complete: true, items: [{ name: 'z', size: '9' }] }
    },
  }
  const { station, server, things } = setUp(t, { beside: [slow] })
  await until(() => factsOf(server.records).length === 1, 'the quick one')
  things.set('b', '2')
  station.changed({ paths: ['/things'] })
  await until(() => factsOf(server.records).length === 2, 'a change while the walk goes on')
  assert.deepEqual([walks, server.records.some(({ type }) => type === 'scopes')], [1, false])
  assert.equal(station.save(), undefined)
  let answered = false
  station.collectNow(['demo.walk'], false, () => {
    answered = true
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(answered, false)
  walk.resolve()
  await until(() => answered && walks === 2, 'the walk that was asked for')
  const end = server.records.find(({ type }) => type === 'scopes')
  assert.ok(end?.type === 'scopes')
  assert.deepEqual([...end.scopes].sort(), ['disk', 'host'])
  assert.ok(station.save())
})
