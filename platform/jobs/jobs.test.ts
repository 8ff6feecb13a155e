import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Type from 'typebox'
import type { TenantTransaction } from '../contract/index.ts'
import { outboxPart } from '../outbox/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import {
  cancelJob,
  defineJob,
  forgetOldJobs,
  type JobKind,
  type JobsOptions,
  jobsPart,
  readJob,
  readJobs,
  runScheduled,
  startJob,
  startJobs,
} from './index.ts'

const { database, admin, tenant } = await testDatabase(
  { after },
  { parts: [outboxPart, jobsPart], connections: { jobs: 12 } },
)
const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))

const log: string[] = []
const quick = { pollMs: 20, beatMs: 20 }
const count = defineJob({
  id: 'test.count',
  args: Type.Object({ to: Type.Integer(), pauseMs: Type.Optional(Type.Integer()) }),
  title: ({ to }) => `Count to ${to}`,
  async run(job) {
    for (let n = 1; n <= job.args.to; n++) {
      job.stop.throwIfAborted()
      await job.inTenant((tx) => tx.query('select 1'))
      if (job.args.pauseMs) await sleep(job.args.pauseMs, undefined, { signal: job.stop })
      job.progress({ phase: 'counting', done: n, total: job.args.to })
      log.push(`${job.tenantId}:${n}`)
    }
  },
})
const failing = defineJob({
  id: 'test.fail',
  args: Type.Object({}),
  title: () => 'Fail',
  attempts: 1,
  run: () => Promise.reject(new Error('no luck')),
})

async function working<T>(given: Partial<JobsOptions>, work: () => Promise<T>): Promise<T> {
  const errors: unknown[] = []
  const kinds = [count, failing] as unknown as JobKind[]
  const jobs = await startJobs({
    database,
    kinds,
    tasks: [],
    scheduled: [],
    onError: (e) => errors.push(e),
    ...quick,
    ...given,
  })
  try {
    return await work()
  } finally {
    await jobs.stop()
  }
}

const start = (id: number, to: number, pauseMs?: number) =>
  inTenant(id, (tx) => startJob(tx, count, { to, ...(pauseMs && { pauseMs }) }, 'per_ada'))

async function until(tenantId: number, id: string, state: string, attempts = 0) {
  for (;;) {
    const job = (await inTenant(tenantId, (tx) => readJob(tx, id)))!
    if (job.state === state && job.attempts >= attempts) return job
    await sleep(10)
  }
}

test('a job runs to its end, and tells how far it is', async () => {
  const id = await tenant()
  const job = await start(id, 5, 30)
  const done = await working({}, () => until(id, job.id, 'done'))
  assert.deepEqual(
    [done.title, done.done, done.total, done.phase, done.startedBy],
    ['Count to 5', 5, 5, 'counting', 'per_ada'],
  )
  const { rows } = await admin.query(
    `select body ->> 'state' as state from holdfast.outbox where tenant_id = $1 order by seq`,
    [id],
  )
  const states = rows.map(({ state }) => state)
  assert.deepEqual([states[0], states.at(-1)], ['queued', 'done'])
  assert.ok(states.includes('running'))
})

test('a job that was undone with its transaction never runs', async () => {
  const id = await tenant()
  await assert.rejects(
    inTenant(id, async (tx) => {
      await startJob(tx, count, { to: 1 }, 'per_ada')
      throw new Error('no')
    }),
  )
  assert.deepEqual(await inTenant(id, readJobs), [])
})

test('arguments are checked, and data is refused', async () => {
  const id = await tenant()
  await assert.rejects(
    inTenant(id, (tx) => startJob(tx, count, { to: 'ten' } as never, 'x')),
    /\/to must be integer/,
  )
  const bulky = defineJob({
    id: 'test.bulky',
    args: Type.Object({ x: Type.String() }),
    title: () => '',
    run: async () => {},
  })
  await assert.rejects(
    inTenant(id, (tx) => startJob(tx, bulky, { x: 'x'.repeat(9000) }, 'x')),
    /holds ids/,
  )
})

test('a failure is told, and tried again as often as the kind says', async () => {
  const id = await tenant()
  const job = await inTenant(id, (tx) => startJob(tx, failing, {}, 'x'))
  const failed = await working({}, () => until(id, job.id, 'failed'))
  assert.deepEqual([failed.error, failed.attempts], ['no luck', 1])
  const twice = defineJob({ ...failing, id: 'test.fail-twice', attempts: 2 })
  const second = await inTenant(id, (tx) => startJob(tx, twice, {}, 'x'))
  await working({ kinds: [twice] as unknown as JobKind[] }, async () => {
    await until(id, second.id, 'queued', 1)
    await admin.query('update holdfast.job set not_before = now() where public_id = $1', [second.id])
    assert.equal((await until(id, second.id, 'failed')).attempts, 2)
  })
})

test('a job that waits or runs can be cancelled', async () => {
  const id = await tenant()
  const waiting = await start(id, 1)
  assert.equal(await inTenant(id, (tx) => cancelJob(tx, waiting.id)), true)
  await until(id, waiting.id, 'cancelled')
  assert.equal(await inTenant(id, (tx) => cancelJob(tx, waiting.id)), false)
  const running = await start(id, 1000, 20)
  await working({}, async () => {
    await until(id, running.id, 'running')
    await inTenant(id, (tx) => cancelJob(tx, running.id))
    const { done } = await until(id, running.id, 'cancelled')
    assert.ok(done < 1000)
  })
})

test('one tenant that starts many jobs does not keep another waiting', async () => {
  const flood = await tenant()
  const small = await tenant()
  for (let n = 0; n < 12; n++) await start(flood, 1, 5)
  const one = await start(small, 1)
  log.length = 0
  await working({ concurrency: 2, perTenant: 1 }, async () => {
    await until(small, one.id, 'done')
    const place = log.indexOf(`${small}:1`)
    assert.ok(place <= 4, `the small tenant came after ${place} jobs`)
  })
})

test('a job whose worker died is taken over by another', async () => {
  const id = await tenant()
  const job = await start(id, 2)
  await admin.query(
    `update holdfast.job set state = 'running', attempts = 1, heartbeat_at = now() - interval '1 minute' where public_id = $1`,
    [job.id],
  )
  const done = await working({ silenceMs: 1000 }, () => until(id, job.id, 'done'))
  assert.equal(done.attempts, 2)
})

test('a worker that stops gives its job back', async () => {
  const id = await tenant()
  const job = await start(id, 3, 200)
  await working({}, () => until(id, job.id, 'running'))
  assert.equal((await inTenant(id, (tx) => readJob(tx, job.id)))?.state, 'queued')
  assert.equal((await working({}, () => until(id, job.id, 'done'))).attempts, 2)
})

test('two workers run each job once', async () => {
  const id = await tenant()
  const jobs: { id: string }[] = []
  for (let n = 0; n < 10; n++) jobs.push(await start(id, 1))
  log.length = 0
  await working({ perTenant: 5 }, () =>
    working({ perTenant: 5 }, async () => {
      for (const job of jobs) await until(id, job.id, 'done')
    }),
  )
  assert.equal(log.length, 10)
})

test('scheduled jobs run for each tenant when they are due, and one that fails holds up none', async () => {
  const ids = [await tenant(), await tenant()]
  const ran: string[] = []
  const jobs = [
    { id: 'test.bad', every: 'PT1H', run: () => Promise.reject(new Error('bad')) },
    { id: 'test.good', every: 'PT1H', run: async (tx: TenantTransaction) => void ran.push(String(tx.tenantId)) },
  ]
  const errors: string[] = []
  const options = {
    stop: new AbortController().signal,
    onError: (error: unknown, { job }: { job: string }) => errors.push(`${job}: ${(error as Error).message}`),
  }
  await runScheduled(database, jobs, options)
  for (const id of ids) assert.equal(ran.filter((each) => each === String(id)).length, 1)
  assert.ok(errors.every((error) => error === 'test.bad: bad') && errors.length >= 2)
  assert.equal(await runScheduled(database, jobs, options), 0)
  await admin.query(
    `update holdfast.schedule set due_at = now() - interval '1 second' where tenant_id = $1 and job = 'test.good'`,
    [ids[0]],
  )
  assert.equal(await runScheduled(database, jobs, options), 1)
})

test('periodic tasks run by the clock, once over all workers', async () => {
  let runs = 0
  const task = { id: 'test.tick', cron: '* * * * *', run: async () => void runs++ }
  await working({ tasks: [task] }, async () => {
    // The clock is not waited for: the task is put into the queue as the clock would.
    await database
      .jobsPool()
      .query(`select holdfast_jobs.add_job('test.tick', job_key := 'cron:test.tick', max_attempts := 1)`)
    while (runs === 0) await sleep(10)
  })
  assert.equal(runs, 1)
})

test('jobs that ended long ago are forgotten', async () => {
  const id = await tenant()
  const job = await start(id, 1)
  await inTenant(id, (tx) => cancelJob(tx, job.id))
  await forgetOldJobs.run(database, new AbortController().signal)
  assert.equal((await inTenant(id, readJobs)).length, 1)
  await admin.query(`update holdfast.job set finished_at = now() - interval '31 days' where public_id = $1`, [job.id])
  await forgetOldJobs.run(database, new AbortController().signal)
  assert.deepEqual(await inTenant(id, readJobs), [])
})

test('a tenant sees and cancels its own jobs only', async () => {
  const id = await tenant()
  const other = await tenant()
  const job = await start(id, 1)
  assert.equal(await inTenant(other, (tx) => readJob(tx, job.id)), undefined)
  assert.equal(await inTenant(other, (tx) => cancelJob(tx, job.id)), false)
})
