import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { account, inTenant } from '@holdfast/platform/intake'
import { type Installation, startInstallation } from '../journeys/installation.ts'
import { CountingSource } from './counting-source.ts'
import { firstTenant, newActivationKey, withInstallationDatabase } from './installation-database.ts'
import { cutPower, installationProcesses, killNow, type Role } from './installation-processes.ts'

/** One round; at its end everything is killed at once. */
const victims: readonly Role[] = [
  ...(['server', 'postmaster', 'station', 'worker', 'backend'] as const),
  ...(['observer', 'server', 'worker', 'postmaster', 'station'] as const),
]
const rounds = 5
const sources = 4

test('kill -9 of server, worker, PostgreSQL and agent at random moments under load: acknowledged equals stored, exactly once', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'hf-kills-'))
  const stop = new AbortController()
  let installation: Installation | undefined
  let load: readonly CountingSource[] = []
  let running: Promise<unknown> | undefined
  t.after(async () => {
    stop.abort()
    for (const source of load) source.giveUp()
    await running?.catch(() => {})
    await cutPower(home)
    rmSync(home, { recursive: true, force: true })
  })
  installation = await startInstallation({ home })
  const key = await newActivationKey(home)
  const url = () => `http://127.0.0.1:${installation?.port}`
  load = await Promise.all(Array.from({ length: sources }, () => new CountingSource(url).enrol(key)))
  await ownAgentRuns(home)

  running = Promise.all(load.map((source) => source.run(stop.signal)))
  running.catch(() => stop.abort())
  const kills: Partial<Record<Role | 'all at once', number>> = {}
  const count = (what: Role | 'all at once', many = 1) => {
    kills[what] = (kills[what] ?? 0) + many
  }
  for (let round = 0; round < rounds && !stop.signal.aborted; round++) {
    for (const role of victims) {
      await someWork(load)
      await sleep(Math.random() * 400)
      count(role, (await killOne(home, role)) ? 1 : 0)
    }
    await sleep(Math.random() * 400)
    // Counted as one, whatever the number of its processes.
    count('all at once', (await cutPower(home)) > 0 ? 1 : 0)
    installation = await startInstallation({ home })
    await ownAgentRuns(home)
  }
  stop.abort()
  await running
  await nothingWaits(home)
  await installation.stop()
  installation = await startInstallation({ home })

  const acknowledged = load.reduce((sum, source) => sum + source.acknowledged.size, 0)
  const killed = Object.values(kills).reduce((sum, many) => sum + many, 0)
  const isOwn = ({ source }: { source: string }) => !load.some((each) => each.source === source)
  let found = await takeStock(home)
  let ownAcknowledged = spoolState(home).acknowledged
  // The host's own agent goes on: what it sent a moment ago may be stored and not yet answered or applied.
  const isUnderWay = () => found.streams.find(isOwn)?.envelopes !== ownAcknowledged || found.account.pending > 0
  for (let tries = 0; tries < 60 && isUnderWay(); tries++) {
    await sleep(500)
    found = await takeStock(home)
    ownAcknowledged = spoolState(home).acknowledged
  }
  const own = found.streams.filter(isOwn)
  const stored = found.streams.reduce((sum, { envelopes }) => sum + envelopes, 0)
  const words = Object.entries(kills).map(([role, many]) => `${role} ${many}`)
  t.diagnostic(
    `acknowledged ${acknowledged + ownAcknowledged}, stored ${stored}, kills ${killed} (${words.join(', ')}; ${load.reduce((sum, { failures }) => sum + failures, 0)} requests without an answer)`,
  )
  assert.ok(killed >= 50, `${killed} kills`)
  for (const source of load) {
    assert.deepEqual(found.digests.get(source.source), [...source.acknowledged.values()], 'the very same, in order')
    assert.deepEqual(
      found.told.get(source.source),
      Array.from({ length: source.told }, (_, n) => n + 1),
      'each record was applied once',
    )
  }
  assert.deepEqual(
    own.map(({ because, envelopes }) => [because, envelopes]),
    [['enrolment', ownAcknowledged]],
    "this host's own agent never lost its place",
  )
  assert.deepEqual([found.account.problems, found.account.pending, found.account.received.conflicts], [[], 0, 0])
  assert.deepEqual(found.timelines, ['installed'], 'no crash was taken for a restore')
})

/** Waits until something was acknowledged since the last look, so that kills meet work; half a minute at most. */
async function someWork(load: readonly CountingSource[]): Promise<void> {
  const answers = () => load.reduce((sum, source) => sum + source.answers, 0)
  const before = answers()
  for (let waited = 0; waited < 30_000 && answers() < before + sources; waited += 20) await sleep(20)
}

/** Kills a process of this role; waits a while for one to come back. */
async function killOne(home: string, role: Role): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const found = installationProcesses(home).filter((each) => each.role === role)
    const victim = found[Math.floor(Math.random() * found.length)]
    if (victim && killNow(victim.pid)) return true
    await sleep(50)
  }
  return false
}

async function ownAgentRuns(home: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (installationProcesses(home).some(({ role }) => role === 'station')) return
    await sleep(50)
  }
  assert.fail("this host's agent does not run")
}

/** Of this host's agent, as it stands on its disk. */
function spoolState(home: string): { epoch: number; acknowledged: number } {
  const state = join(home, 'agent', 'state')
  const { source } = JSON.parse(readFileSync(join(state, 'enrolment.json'), 'utf8'))
  return JSON.parse(readFileSync(join(state, 'spool', source, 'state.json'), 'utf8'))
}

/** Waits until everything that was received is applied. */
async function nothingWaits(home: string): Promise<void> {
  await withInstallationDatabase(home, async (database) => {
    const tenantId = await firstTenant(database)
    for (let tries = 0; tries < 600; tries++) {
      const { pending } = await inTenant(database, tenantId, (tx) => account(tx), { readOnly: true })
      if (pending === 0) return
      await sleep(100)
    }
    assert.fail('envelopes wait to be applied and nobody does it')
  })
}

function takeStock(home: string) {
  return withInstallationDatabase(home, async (database) =>
    inTenant(
      database,
      await firstTenant(database),
      async (tx) => {
        const { rows: streams } = await tx.query<{ source: string; because: string; envelopes: number }>(
          `select s.public_id as source, m.opened_because as because,
                  (select count(*)::int from envelope e where e.tenant_id = $1 and e.source_id = m.source_id and e.epoch = m.epoch) as envelopes
             from stream m join source s on s.tenant_id = m.tenant_id and s.source_id = m.source_id
            where m.tenant_id = $1 order by m.source_id, m.epoch`,
          [tx.tenantId],
        )
        const { rows: digests } = await tx.query<{ source: string; digests: string[] }>(
          `select s.public_id as source, array_agg(encode(e.digest, 'hex') order by e.epoch, e.seq) as digests
             from envelope e join source s on s.tenant_id = e.tenant_id and s.source_id = e.source_id
            where e.tenant_id = $1 group by s.public_id`,
          [tx.tenantId],
        )
        const { rows: told } = await tx.query<{ source: string; told: number[] }>(
          `select s.public_id as source, array_agg(g.lost::int order by g.source_gap_id) as told
             from source_gap g join source s on s.tenant_id = g.tenant_id and s.source_id = g.source_id
            where g.tenant_id = $1 and g.reason = 'counted' group by s.public_id`,
          [tx.tenantId],
        )
        const { rows: timelines } = await tx.query<{ because: string }>('select because from timeline order by ordinal')
        return {
          streams,
          digests: new Map(digests.map((row) => [row.source, row.digests])),
          told: new Map(told.map((row) => [row.source, row.told])),
          timelines: timelines.map(({ because }) => because),
          account: await account(tx),
        }
      },
      { isolation: 'repeatable read', readOnly: true },
    ),
  )
}
