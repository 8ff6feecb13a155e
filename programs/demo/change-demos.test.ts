import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { factHandler, factRegistry } from '@holdfast/platform/facts'
import { createActivationKey, createApplier, inTenant, type RecordHandler } from '@holdfast/platform/intake'
import { createTenant } from '@holdfast/platform/store'
import { testDatabase } from '@holdfast/platform/store/testing'
import { serverFaces } from '../../apps/server.ts'
import { allParts } from '../server/parts.ts'
import { whatFollows } from '../server/what-follows.ts'
import { changeDemos } from './change-demos.ts'
import { drawHost } from './draw-host.ts'
import { drawWindowsHost, isDrawnWindows, windowsOnDay, windowsShare } from './draw-windows-host.ts'
import { keyOf } from './fact-of.ts'
import { demoSeed, fillDemo } from './fill-demo.ts'
import { hostOnDay } from './host-on-day.ts'
import { readPackageIndex, smallIndex } from './package-index.ts'

const index = await readPackageIndex(smallIndex)
const dayMs = 86_400_000

test('hosts of a demo change a little with the days, and each day is the same whenever it is asked for', () => {
  const first = 20_000
  const on = (number: number, day: number) => hostOnDay({ index, seed: demoSeed, number, first, day })
  const sets = (number: number, day: number) =>
    on(number, day).map(
      ({ items }) => new Set(items.map((item) => `${item.name ?? item.package} ${item.version ?? item.candidate}`)),
    )
  let [changed, waiting, settled] = [0, 0, 0]
  for (let number = 0; number < 20; number++) {
    assert.deepEqual(on(number, first + 9), on(number, first + 9))
    for (let day = first + 1; day <= first + 30; day++) {
      const [packages, updates] = sets(number, day) as [Set<string>, Set<string>]
      const [before, updatesBefore] = sets(number, day - 1) as [Set<string>, Set<string>]
      const news = packages.difference(before)
      if (news.size > 0) changed++
      if (updates.difference(updatesBefore).size > 0) waiting++
      if (updatesBefore.size > 0 && updates.size === 0) settled++
      assert.ok(updates.isDisjointFrom(packages), 'what is pending is not installed')
      assert.ok(news.size < packages.size / 2, 'a little')
    }
  }
  assert.ok(changed > 20 && waiting > 20 && settled > 20, `${[changed, waiting, settled]}`)
})

test('simulated hosts of a demo tell each night what the day brought, signed and numbered on; those of others are left alone', async (t) => {
  const { database } = await testDatabase(t, { parts: allParts(serverFaces) })
  const trust = () => ({})
  const secret = Buffer.alloc(32, 7)
  const demo = await database.asPlatform((tx) => createTenant(tx, { name: 'Demo', kind: 'demo' }))
  const key = await inTenant(database, demo.id, (tx) => createActivationKey(tx, { name: 'hosts' }))
  const stop = new AbortController()
  after(() => stop.abort())
  const order = { hosts: 12, known: new Set<string>(), onHost: () => {}, stop: stop.signal }
  await fillDemo(database, trust, secret)({ ...order, activationKey: key.key, keyId: key.id })

  const { projections, onKnown, onMoved } = whatFollows(serverFaces)
  const registry = factRegistry(serverFaces.flatMap(({ app }) => app.facts))
  const failures: unknown[] = []
  const applier = createApplier(database, {
    handlers: [factHandler({ registry, projections, onKnown }) as RecordHandler],
    onMoved,
    onFailure: ({ error }) => failures.push(error),
  })
  const applying = applier.run(stop.signal)
  const held = async () => {
    for (let tries = 0; tries < 300; tries++) {
      const { rows } = await database.asTenant(demo.id, (tx) =>
        tx.query('select 1 from envelope_batch where tenant_id = $1', [demo.id]),
      )
      if (rows.length === 0) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const { rows } = await database.asTenant(demo.id, (tx) =>
      tx.query<{ name: string; fact: string; items: Record<string, unknown> }>(
        `select a.name, f.fact, f.items from fact_set f join asset a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id
          where f.tenant_id = $1 and f.fact in ('inventory.package', 'inventory.pending-update', 'inventory.update') order by 1, 2`,
        [demo.id],
      ),
    )
    return rows.map(({ name, fact, items }) => ({ name, fact, keys: Object.keys(items).sort() }))
  }
  const today = Math.floor(Date.now() / dayMs)
  const wanted = (later: number) =>
    Array.from({ length: order.hosts }, (_, number) => {
      const isWindows = isDrawnWindows(demoSeed, number, windowsShare)
      const facts = isWindows
        ? windowsOnDay(demoSeed, number, today, today + later).filter(({ fact }) => fact === 'inventory.update')
        : hostOnDay({ index, seed: demoSeed, number, first: today, day: today + later })
      const { name } = isWindows ? drawWindowsHost(demoSeed, number, '') : drawHost(index, demoSeed, number, '')
      return facts.map(({ fact, items }) => ({ name, fact, keys: items.map((item) => keyOf(fact, item)).sort() }))
    })
      .flat()
      .sort((a, b) => (`${a.name} ${a.fact}` < `${b.name} ${b.fact}` ? -1 : 1))
  const night = (later: number, otherSecret?: Buffer) =>
    changeDemos({
      trust,
      secret: otherSecret ?? secret,
      now: () => (today + later) * dayMs,
      onFailure: (error) => failures.push(error),
    }).run(database, stop.signal)

  assert.deepEqual(await held(), wanted(0))
  for (const later of [20, 21]) {
    await night(later)
    assert.deepEqual(await held(), wanted(later))
  }
  assert.notDeepEqual(wanted(20), wanted(0))
  const kinds = new Set(wanted(0).map(({ fact }) => fact))
  assert.ok(kinds.has('inventory.update') && kinds.has('inventory.package'), 'Windows hosts and others')
  // Nobody speaks for hosts whose keys are not those of this installation.
  await night(40, Buffer.alloc(32, 8))
  assert.deepEqual(await held(), wanted(21))
  assert.deepEqual(failures, [])
  stop.abort()
  await applying
})
