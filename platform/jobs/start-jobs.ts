import { type CronItem, Logger, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { ScheduledJob } from '../contract/index.ts'
import type { Database } from '../store/index.ts'
import type { JobKind } from './define-job.ts'
import { runJob } from './run-job.ts'
import { runScheduled } from './scheduled.ts'

/** Work of the installation as a whole that comes back by the clock. */
export interface PeriodicTask {
  /** `outbox.drop-old-messages` */
  readonly id: string
  /** Five fields as in crontab(5), UTC. */
  readonly cron: string
  run(database: Database, stop: AbortSignal): Promise<void>
}

export interface JobsOptions {
  readonly database: Database
  readonly kinds: readonly JobKind[]
  readonly tasks: readonly PeriodicTask[]
  /** Of all apps; looked at every minute. */
  readonly scheduled: readonly ScheduledJob[]
  readonly onError: (error: unknown, about: { readonly job: string; readonly tenantId?: number }) => void
  readonly log?: (level: 'error' | 'warning' | 'info' | 'debug', message: string) => void
  /** Jobs that run at the same time; 4 unless told. */
  readonly concurrency?: number
  /** Jobs of one tenant that run at the same time; 2 unless told. */
  readonly perTenant?: number
  /** How often waiting jobs are looked for, in milliseconds; 500 unless told. */
  readonly pollMs?: number
  /** How often a running job tells how far it is, in milliseconds; 500 unless told. */
  readonly beatMs?: number
  /** A job is taken over when its worker was silent for so long; 30 s unless told. */
  readonly silenceMs?: number
}

export interface Jobs {
  /** Ends after running jobs were told to stop; what was not finished runs again later. */
  stop(): Promise<void>
}

const schema = 'holdfast_jobs'
const oneJob = 'holdfast:job'
const allScheduled = 'holdfast:scheduled'

/** Starts to run jobs, periodic tasks and the scheduled jobs of apps, until stopped. Several workers share the work. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { database, onError } = options
  const stop = new AbortController()
  const pgPool = database.jobsPool()
  // The library warns of pools without this listener; the store's pool hears errors of its connections by itself.
  if (pgPool.listenerCount('connect') === 0) pgPool.on('connect', () => {})
  const runner = await oneAtATime(pgPool, () =>
    run({
      pgPool,
      schema,
      concurrency: options.concurrency ?? 4,
      pollInterval: 1000,
      noHandleSignals: true,
      logger: new Logger(() => (level, message) => options.log?.(level, message)),
      taskList: taskList(options, stop.signal),
      parsedCronItems: parseCronItems(cronItems(options)),
    }),
  )
  const dispatching = dispatch(options, stop.signal)
  runner.promise.catch((error: unknown) => onError(error, { job: 'worker' }))
  return {
    async stop() {
      stop.abort(new Error('the worker stops'))
      await dispatching
      await end(runner)
    },
  }
}

/** The library makes its tables when it begins; workers that begin together wait for each other. */
async function oneAtATime<T>(pool: pg.Pool, begin: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const lock = [`${schema}: begin`]
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', lock)
    // The library would make its schema if this were not there, for which its role has no right; the rest it makes itself.
    await client.query(
      `create table if not exists ${schema}.migrations (id int primary key, ts timestamptz not null default now(), breaking boolean not null default false)`,
    )
    return await begin()
  } finally {
    // Where the connection is lost the lock is gone with it.
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', lock).catch(() => {})
    client.release()
  }
}

function taskList(options: JobsOptions, stop: AbortSignal): TaskList {
  const { database, onError, beatMs = 500 } = options
  const kinds = new Map(options.kinds.map((kind) => [kind.id, kind]))
  const list: TaskList = {
    [oneJob]: async (payload) => {
      const { tenant: tenantId, job: jobId, attempt } = payload as { tenant: number; job: number; attempt: number }
      const tell = (error: unknown, about: { tenantId: number; job: string }) => onError(error, about)
      await runJob({ database, kinds, stop, beatMs, onError: tell }, { tenantId, jobId, attempt })
    },
    [allScheduled]: async () => void (await runScheduled(database, options.scheduled, { stop, onError })),
  }
  for (const task of options.tasks)
    list[task.id] = async () => {
      try {
        await task.run(database, stop)
      } catch (error) {
        if (!stop.aborted) onError(error, { job: task.id })
      }
    }
  return list
}

function cronItems({ tasks, scheduled }: JobsOptions): CronItem[] {
  const all = [
    ...tasks.map(({ id, cron }) => ({ id, cron })),
    ...(scheduled.length > 0 ? [{ id: allScheduled, cron: '* * * * *' }] : []),
  ]
  // One that is still waiting when its time comes again is enough; what failed comes back by itself.
  return all.map(({ id, cron }) => ({
    task: id,
    match: cron,
    identifier: id,
    options: { jobKey: `cron:${id}`, maxAttempts: 1 },
  }))
}

/** Hands waiting jobs over to the library, a few of each tenant at a time: in one transaction, so that none is lost between. */
async function dispatch(options: JobsOptions, stop: AbortSignal): Promise<void> {
  const { database, concurrency = 4, perTenant = 2, pollMs = 500, silenceMs = 30_000 } = options
  while (!stop.aborted) {
    try {
      await handOver(database.jobsPool(), [perTenant, concurrency, `${silenceMs} milliseconds`])
    } catch (error) {
      if (!stop.aborted) options.onError(error, { job: 'dispatch' })
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, pollMs)
      function done() {
        clearTimeout(timer)
        stop.removeEventListener('abort', done)
        resolve()
      }
      stop.addEventListener('abort', done, { once: true })
    })
  }
}

async function handOver(pool: pg.Pool, limits: readonly unknown[]): Promise<void> {
  await pool.query(
    `with taken as (select * from holdfast.job_dispatch($1, $2, $3))
     select ${schema}.add_job($4, json_build_object('tenant', tenant_id, 'job', job_id, 'attempt', attempts), max_attempts := 1) from taken`,
    [...limits, oneJob],
  )
}

async function end(runner: Runner): Promise<void> {
  try {
    await runner.stop()
  } catch {
    // It ended by itself before.
  }
}
