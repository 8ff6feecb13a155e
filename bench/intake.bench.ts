import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assetsPart } from '@holdfast/platform/assets'
import { type EnvelopeRecord, toInstant } from '@holdfast/platform/envelope'
import { account, createActivationKey, createIntake, type Intake, intakePart } from '@holdfast/platform/intake'
import { outboxPart } from '@holdfast/platform/outbox'
import { createTenant, type Database, migrate, openDatabase, openHome, startEmbedded } from '@holdfast/platform/store'
import { type Bench, type Figure, percentile } from './bench.ts'
import { enrolledSource } from './intake-source.ts'

export const bench: Bench = {
  name: 'intake',
  summary:
    'Signed 4 kB envelopes over HTTP into the log, synchronous commit on: one server process, PostgreSQL and the load generator share this machine.',
  async run({ scale, log }) {
    const folder = mkdtempSync(join(tmpdir(), 'hf-bench-intake-'))
    const home = openHome(folder)
    const server = await startEmbedded(home)
    try {
      await migrate({ access: server, parts: [outboxPart, assetsPart, intakePart] })
      const database = await openDatabase({ access: server })
      const intake = await createIntake(database, { trust: () => null })
      const child = await startServer(folder)
      const figures = [
        ...(await measure({
          database,
          intake,
          child,
          postmaster: server.pid,
          log,
          scale,
          perPost: 64,
          sources: 16,
          goal: 2000,
        })),
        ...(await measure({
          database,
          intake,
          child,
          postmaster: server.pid,
          log,
          scale,
          perPost: 1,
          sources: 32,
          goal: 400,
        })),
      ]
      child.process.disconnect()
      await intake.close()
      await database.close()
      return figures
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

interface Server {
  readonly process: ChildProcess
  readonly port: number
}

async function startServer(home: string): Promise<Server> {
  const path = fileURLToPath(new URL('./intake-server.ts', import.meta.url))
  const child = fork(path, [home])
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`the server process ended with ${code}`)))
  })
  return { process: child, port }
}

interface Setup {
  readonly database: Database
  readonly intake: Intake
  readonly child: Server
  readonly postmaster: number
  readonly scale: number
  readonly perPost: number
  readonly sources: number
  readonly goal: number
  log(line: string): void
}

async function measure(setup: Setup): Promise<Figure[]> {
  const { database, intake, child, perPost, sources, scale, log } = setup
  const seconds = 10 * scale
  // Twice what is asked for, so that the measuring does not run dry.
  const posts = Math.max(2, Math.ceil((setup.goal * 4 * seconds) / perPost / sources))
  const tenantId = (await database.asPlatform((tx) => createTenant(tx, { name: 'Bench' }))).id
  const { key } = await database.asTenant(tenantId, (tx) => createActivationKey(tx as never, { name: 'bench' }))
  log(`sealing ${posts * perPost * sources} envelopes …`)
  const fleet = await Promise.all(Array.from({ length: sources }, () => enrolledSource(intake, key)))
  const batches = fleet.map((source) =>
    Array.from({ length: posts }, () => source.nextBatch(Array.from({ length: perPost }, records))),
  )
  const agent = new Agent({ keepAlive: true, maxSockets: sources })
  const databaseBefore = databaseSeconds(setup.postmaster)
  const cpuBefore = processSeconds(child.process.pid!)
  const started = performance.now()
  const until = started + seconds * 1000
  const waits: number[] = []
  let stored = 0
  await Promise.all(
    fleet.map(async ({ source }, index) => {
      for (const batch of batches[index]!) {
        if (performance.now() > until && stored > 0) return
        const at = performance.now()
        const answer = await post(agent, child.port, source, batch)
        waits.push(performance.now() - at)
        if (answer.outcomes.some(({ status }) => status !== 'stored'))
          throw new Error(`an envelope was not stored: ${JSON.stringify(answer.outcomes)}`)
        stored += answer.outcomes.length
      }
    }),
  )
  const elapsed = (performance.now() - started) / 1000
  const cpu = processSeconds(child.process.pid!) - cpuBefore
  const databaseCpu = databaseSeconds(setup.postmaster) - databaseBefore
  agent.destroy()
  const found = await database.asTenant(tenantId, (tx) => account(tx as never))
  const { rows } = await database.asTenant(tenantId, (tx) =>
    tx.query<{ many: number }>('select count(*)::int as many from envelope where tenant_id = $1', [tenantId]),
  )
  if (found.problems.length > 0 || found.received.stored !== stored || rows[0]?.many !== stored)
    throw new Error(`acknowledged ${stored}, in the log ${rows[0]?.many}, account: ${found.problems.join('; ')}`)
  const note = `${sources} sources, ${stored} envelopes in ${elapsed.toFixed(1)} s, acknowledged = stored, server process ${((1000 * cpu) / stored).toFixed(2)} ms and PostgreSQL ${((1000 * databaseCpu) / stored).toFixed(2)} ms of processor time for each`
  return [
    { what: `envelopes taken in, ${perPost} a POST`, value: stored / elapsed, unit: '1/s', atLeast: setup.goal, note },
    { what: `a POST of ${perPost} is answered within (p95)`, value: percentile(waits, 0.95), unit: 'ms' },
  ]
}

/** Records that deflate to about 4 kB: names and versions as an inventory has them, with digests that do not deflate. */
function records(): EnvelopeRecord[] {
  const set: Record<string, Record<string, unknown>> = {}
  for (let item = 0; item < 56; item++) {
    const name = `lib${randomBytes(4).toString('hex')}`
    set[`${name}|amd64`] = {
      name,
      architecture: 'amd64',
      version: `1.${item}`,
      digest: randomBytes(48).toString('base64'),
    }
  }
  const observedAt = toInstant(Date.now())
  const facts = {
    about: 'self',
    fact: 'bench.package',
    version: 1,
    scope: 'dpkg',
    mode: 'delta',
    complete: true,
  } as const
  return [{ type: 'facts', ...facts, observedAt, set, gone: [] }]
}

function post(agent: Agent, port: number, source: string, body: Buffer) {
  return new Promise<{ outcomes: { status: string }[] }>((resolve, reject) => {
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': body.length,
      'holdfast-source': source,
    }
    const sent = request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: '/agent/v1/envelopes', headers },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (response.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`status ${response.statusCode}: ${text}`))
        })
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Processor time of a process so far, in seconds: fields 14 and 15 of proc_pid_stat(5), in ticks of 10 ms. */
function processSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The same of all processes of a PostgreSQL server. */
function databaseSeconds(postmaster: number): number {
  let seconds = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      if (parent === postmaster || Number(pid) === postmaster) seconds += processSeconds(Number(pid))
    } catch {
      // Ended while we looked.
    }
  }
  return seconds
}
