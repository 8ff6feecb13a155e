import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FactType } from '@holdfast/platform/contract'
import { readFacts } from '@holdfast/platform/facts'
import { account, inTenant, listGaps, type SourceGap } from '@holdfast/platform/intake'
import type { Database } from '@holdfast/platform/store'
import { serverFaces } from '../../apps/server.ts'
import { freePorts, type Installation, startInstallation } from '../journeys/installation.ts'
import { firstTenant, newActivationKey, withInstallationDatabase } from './installation-database.ts'
import { cutPower } from './installation-processes.ts'
import { sampleStation, until } from './sample-station.ts'

const group = serverFaces.flatMap(({ app }) => app.facts).find(({ name }) => name === 'inventory.group') as FactType
const asGroup = (name: string, size: string) => ({ name, gid: Number(size), members: [] })

test('a server restored from yesterday under live agents: they begin a new epoch, send everything, and the gap is visible', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'hf-restored-'))
  const spools = mkdtempSync(join(tmpdir(), 'hf-spools-'))
  t.after(async () => {
    await cutPower(home)
    for (const folder of [home, spools]) rmSync(folder, { recursive: true, force: true })
  })
  const [port = 0, tlsPort = 0] = await freePorts(2)
  const environment = { HOLDFAST_PORT: String(port), HOLDFAST_TLS_PORT: String(tlsPort) }
  const start = () => startInstallation({ home, environment })
  const url = `http://127.0.0.1:${port}`
  const station = async (name: string) =>
    sampleStation(t, {
      ...{ url, activationKey: await newActivationKey(home), folder: join(spools, name), fact: group, item: asGroup },
    })

  let installation: Installation = await start()
  const old = await station('old')
  old.things.set('before', '1')
  await old.look()
  await old.delivered()
  await until(async () => 'before' in (await groups(home, old.source)), 'what the source tells is known')
  await until(async () => (await owns(home)).facts > 10, 'this host is known')
  await installation.stop()
  const data = join(home, 'database', 'data')
  const yesterday = join(home, 'database', 'yesterday')
  copy(data, yesterday)

  installation = await start()
  old.things.delete('before')
  old.things.set('after', '2')
  await old.look()
  await old.delivered()
  await until(async () => 'after' in (await groups(home, old.source)), 'the day goes on')
  const young = await station('young')
  await young.delivered()
  const before = await owns(home)
  await installation.stop()
  const stopped = Date.now()

  // The agents go on while somebody puts yesterday's database back.
  old.things.set('meanwhile', '3')
  await old.look()
  rmSync(data, { recursive: true })
  copy(yesterday, data)
  installation = await start()
  assert.match(installation.said(), /database is older than it was/, 'it is told that something was forgotten')

  await until(
    async () =>
      JSON.stringify(Object.keys(await groups(home, old.source))) === JSON.stringify([...old.things.keys()].sort()),
    'the server knows what the host is',
  )
  await old.delivered()
  const { streams, gaps } = await story(home, old.source)
  assert.deepEqual(streams, ['enrolment', 'new-timeline'])
  // The source adds what it had collected for the old stream and dropped.
  assert.deepEqual(gaps.map(({ reason }) => reason).sort(), ['new-timeline', 'server-went-back'])
  const [forgotten] = gaps.filter(({ reason }) => reason === 'server-went-back')
  assert.ok(Date.parse(forgotten!.from) < stopped && Date.parse(forgotten!.to) > stopped, 'from yesterday until now')

  // This host's own agent is a live one as well.
  await until(async () => (await owns(home)).streams.includes('new-timeline'), 'this host begins anew')
  await until(async () => (await owns(home)).facts >= before.facts, 'this host is known again')
  assert.ok((await owns(home)).gaps >= 1)

  // Whoever enrolled after the copy was made is nobody here, and is told to enrol again.
  young.things.set('late', '4')
  await young.look()
  await until(() => young.rejected() === 'enrol-again', 'the source that is forgotten knows it')
  const problems = await withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => (await account(tx)).problems),
  )
  assert.deepEqual(problems, [])
})

/** With owners and modes, which the database insists on. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to])
}

async function inInstallation<T>(home: string, work: (database: Database, tenantId: number) => Promise<T>): Promise<T> {
  return withInstallationDatabase(home, async (database) => work(database, await firstTenant(database)))
}

/** The groups that the server knows of the host of a source. */
function groups(home: string, source: string): Promise<Record<string, unknown>> {
  return inInstallation(home, (database, tenantId) =>
    inTenant(database, tenantId, async (tx) => {
      const { rows } = await tx.query<{ assetId: number }>(
        `select o.asset_id as "assetId" from asset_source o join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
          where s.tenant_id = $1 and s.public_id = $2`,
        [tx.tenantId, source],
      )
      const found = rows[0] ? await readFacts(tx, rows[0].assetId, [group.name]) : []
      return Object.fromEntries(found.flatMap(({ items }) => [...items]).sort(([a], [b]) => (a < b ? -1 : 1)))
    }),
  )
}

function story(home: string, source: string): Promise<{ streams: string[]; gaps: SourceGap[] }> {
  return inInstallation(home, (database, tenantId) =>
    inTenant(database, tenantId, async (tx) => {
      const { rows } = await tx.query<{ because: string }>(
        `select m.opened_because as because from stream m join source s on s.tenant_id = m.tenant_id and s.source_id = m.source_id
          where s.tenant_id = $1 and s.public_id = $2 order by m.epoch`,
        [tx.tenantId, source],
      )
      return { streams: rows.map(({ because }) => because), gaps: await listGaps(tx, source, 10) }
    }),
  )
}

/** What the server knows of the host it runs on. */
async function owns(home: string): Promise<{ facts: number; streams: string[]; gaps: number }> {
  const enrolment = join(home, 'agent', 'state', 'enrolment.json')
  if (!existsSync(enrolment)) return { facts: 0, streams: [], gaps: 0 }
  const { source } = JSON.parse(readFileSync(enrolment, 'utf8')) as { source: string }
  const { streams, gaps } = await story(home, source)
  const facts = await inInstallation(home, (database, tenantId) =>
    inTenant(database, tenantId, async (tx) => {
      const { rows } = await tx.query<{ many: number }>(
        `select count(distinct f.fact)::int as many from fact_set f join source s on s.tenant_id = f.tenant_id and s.source_id = f.source_id
          where f.tenant_id = $1 and s.public_id = $2 and f.epoch = (
            select max(epoch) from stream m where m.tenant_id = $1 and m.source_id = s.source_id)`,
        [tx.tenantId, source],
      )
      return rows[0]!.many
    }),
  )
  return { facts, streams, gaps: gaps.length }
}
