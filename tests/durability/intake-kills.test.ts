import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eventHandler, eventRegistry } from '@holdfast/platform/events'
import { factHandler, factRegistry, moveFacts, readFacts } from '@holdfast/platform/facts'
import { account, createActivationKey, createApplier, createIntake, inTenant } from '@holdfast/platform/intake'
import {
  createTenant,
  type Database,
  type EmbeddedServer,
  migrate,
  openDatabase,
  openHome,
  platformParts,
  startEmbedded,
} from '@holdfast/platform/store'
import { counter, step } from './sample-types.ts'
import { SpoolingAgent } from './spooling-agent.ts'

const kills = 54
const agentsInAll = 6
/** After the last kill everything must become quiet again. */
const settleMs = 60_000

test(`${kills} kills -9 of server, worker and PostgreSQL under load: what was acknowledged is stored and applied, exactly once`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hf-kills-'))
  const home = openHome(folder)
  let postgres = await startEmbedded(home)
  t.after(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  await migrate({ access: postgres, parts: platformParts() })
  const { tenantId, agents } = await withDatabase(postgres, enrolAgents)

  const port = await freePort()
  const server = new Immortal('intake-server.ts', [folder, String(port)])
  const worker = new Immortal('intake-worker.ts', [folder])
  t.after(() => Promise.all([server.stop(), worker.stop()]))
  const stop = new AbortController()
  const running = Promise.all(agents.map((agent) => agent.run(port, stop.signal)))
  const killed = { server: 0, worker: 0, PostgreSQL: 0 }
  const victims = Object.keys(killed) as (keyof typeof killed)[]
  for (let n = 0; n < kills; n++) {
    await someWork(agents)
    await sleep(Math.random() * 300)
    const victim = victims[n % victims.length]!
    killed[victim]++
    if (victim === 'server') server.kill()
    if (victim === 'worker') worker.kill()
    if (victim === 'PostgreSQL') killPostgres(postgres)
  }
  stop.abort()
  await Promise.race([
    running,
    sleep(settleMs, undefined, { ref: false }).then(() => assert.fail('the sources were not heard again')),
  ])
  await worker.stop()
  await server.stop()
  // And a last start from what is on disk.
  process.kill(postgres.pid, 'SIGKILL')
  await postgres.stop()
  postgres = await startEmbedded(home)

  const found = await withDatabase(postgres, (database) => takeStock(database, tenantId))
  const acknowledged = agents.reduce((sum, agent) => sum + agent.acknowledged, 0)
  const steps = agents.reduce((sum, agent) => sum + agent.steps, 0)
  const words = Object.entries(killed).map(([name, many]) => `${name} ${many}`)
  t.diagnostic(
    `${kills} kills (${words.join(', ')}): ${acknowledged} envelopes acknowledged, ${found.stored} stored; ${steps} steps counted, ${found.events} events stored, ${found.different} different ones`,
  )
  // All at once, so that a failure tells the whole account.
  const { counters, account, reasons, ...counted } = found
  assert.deepEqual(
    { ...counted, reasons, problems: account.problems, pending: account.pending, aside: account.records.aside },
    { stored: acknowledged, events: steps, different: steps, reasons: [], problems: [], pending: 0, aside: 0 },
    `${kills} kills (${words.join(', ')}): ${JSON.stringify(account)}`,
  )
  assert.deepEqual(counters, new Map(agents.map((agent) => [agent.source, agent.steps])))
})

/** Waits until something was acknowledged again, a second at most, so that the kills meet work. */
async function someWork(agents: readonly SpoolingAgent[]): Promise<void> {
  const acknowledged = () => agents.reduce((sum, agent) => sum + agent.acknowledged, 0)
  const before = acknowledged()
  for (let waited = 0; waited < 1000 && acknowledged() < before + 20; waited += 20) await sleep(20)
}

async function withDatabase<T>(access: EmbeddedServer, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ access })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function enrolAgents(database: Database) {
  const tenant = await database.asPlatform((tx) => createTenant(tx, { name: 'Durability' }))
  const { key } = await inTenant(database, tenant.id, (tx) => createActivationKey(tx, { name: 'test' }))
  const intake = await createIntake(database, { trust: () => null })
  const agents = Array.from({ length: agentsInAll }, () => new SpoolingAgent())
  for (const agent of agents) await agent.enrol(intake, key)
  await intake.close()
  return { tenantId: tenant.id, agents }
}

function killPostgres(postgres: EmbeddedServer): void {
  try {
    process.kill(postgres.pid, 'SIGKILL')
  } catch {
    // It is down already, by the kill before.
  }
}

async function takeStock(database: Database, tenantId: number) {
  const applier = createApplier(database, {
    handlers: [
      factHandler({ registry: factRegistry([counter]), projections: [] }),
      eventHandler(eventRegistry([step])),
    ],
    onMoved: (tx, move) => moveFacts(tx, move, { projections: [] }),
  })
  await applier.drain()
  return inTenant(
    database,
    tenantId,
    async (tx) => {
      const counts = await tx.first<{ stored: number; events: number; different: number }>(
        `select (select count(*)::int from envelope where tenant_id = $1) as stored,
                (select count(*)::int from event where tenant_id = $1) as events,
                (select count(*)::int from (select distinct source_id, body->'value' from event where tenant_id = $1) e) as different`,
        [tenantId],
      )
      const { rows } = await tx.query<{ source: string; assetId: number }>(
        `select s.public_id as source, x.asset_id as "assetId" from source s
           join asset_source x on x.tenant_id = s.tenant_id and x.source_id = s.source_id where s.tenant_id = $1`,
        [tenantId],
      )
      const { rows: reasons } = await tx.query<{ reason: string; detail: string }>(
        'select reason, detail, epoch, seq, record_index from set_aside where tenant_id = $1',
        [tenantId],
      )
      const counters = new Map<string, unknown>()
      for (const { source, assetId } of rows) {
        const [facts] = await readFacts(tx, assetId)
        counters.set(source, facts?.items.get('steps')?.value)
      }
      return { ...counts!, counters, reasons, account: await account(tx) }
    },
    { isolation: 'repeatable read', readOnly: true },
  )
}

/** A process that is started again whenever it ends. */
class Immortal {
  readonly #path: string
  readonly #words: readonly string[]
  #child: ChildProcess
  #isStopped = false

  constructor(file: string, words: readonly string[]) {
    this.#path = fileURLToPath(new URL(file, import.meta.url))
    this.#words = words
    this.#child = this.#start()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.kill()
    await ended
  }

  #start(): ChildProcess {
    const child = fork(this.#path, this.#words)
    child.once('exit', () => {
      if (!this.#isStopped) this.#child = this.#start()
    })
    return child
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
