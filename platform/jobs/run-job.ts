import { setTimeout as sleep } from 'node:timers/promises'
import { scopeOfCaller } from '../access/index.ts'
import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import type { Database } from '../store/index.ts'
import type { JobKind, JobProgress } from './define-job.ts'

export interface TakenJob {
  readonly tenantId: number
  readonly jobId: number
  readonly attempt: number
}

export interface RunOptions {
  readonly database: Database
  readonly kinds: ReadonlyMap<string, JobKind>
  /** The worker stops. */
  readonly stop: AbortSignal
  readonly onError: (error: unknown, about: { tenantId: number; job: string; kind: string }) => void
  /** How often progress is written and cancelling noticed, in milliseconds. */
  readonly beatMs: number
}

interface Held {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly args: Record<string, unknown>
  /** In words, with the public id at its end. */
  readonly startedBy: string
  /** What its starter saw; null for everything. */
  readonly scopeId: number | null
}

const attemptsUnlessTold = 3
const firstRetryMs = 5000

/** Runs one job to its end, keeps its heart beating, and writes down what came of it. Never throws for what the job did. */
export async function runJob(options: RunOptions, taken: TakenJob): Promise<void> {
  const { database, kinds } = options
  const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(taken.tenantId, (tx) => work(tx as unknown as TenantTransaction), { idempotent: true })
  const held = await inTenant((tx) => hold(tx, taken))
  // Somebody else took it over meanwhile, or it was cancelled.
  if (!held) return
  const kind = kinds.get(held.kind)
  const cancel = new AbortController()
  const stop = AbortSignal.any([options.stop, cancel.signal])
  let latest: JobProgress = {}
  let ended = false
  const beating = (async () => {
    while (!ended && !options.stop.aborted) {
      await sleep(options.beatMs, undefined, { signal: stop }).catch(() => {})
      if (ended || stop.aborted) return
      const cancelled = await inTenant((tx) => beat(tx, taken, held, latest)).catch(() => false)
      if (cancelled) cancel.abort(new Error('cancelled'))
    }
  })()
  let failure: unknown
  try {
    if (!kind) throw new Error(`This version knows no job "${held.kind}".`)
    await kind.run({
      tenantId: taken.tenantId,
      id: held.id,
      args: held.args,
      attempt: taken.attempt,
      stop,
      inTenant: (work) => asStarter(database, taken.tenantId, held, work),
      progress: (given) => {
        latest = { ...latest, ...given }
      },
    })
  } catch (error) {
    failure = error ?? new Error('The job failed without a reason.')
  }
  ended = true
  cancel.abort()
  await beating
  // A worker that stops leaves the job as it is: another one takes it when the heart has been silent, or this one after its restart.
  const outcome = outcomeOf({
    failure,
    cancelled: await inTenant((tx) => isCancelled(tx, taken)),
    stopped: options.stop.aborted,
    taken,
    kind,
  })
  if (failure !== undefined && outcome.state !== 'cancelled' && !options.stop.aborted)
    options.onError(failure, { tenantId: taken.tenantId, job: held.id, kind: held.kind })
  await inTenant((tx) => finish(tx, taken, held, latest, outcome))
}

class ScopeChanged extends Error {
  override readonly name = 'ScopeChanged'
}

/** A job reaches what its starter sees, and ends when that is another part than it was: half of each would be the truth about neither. */
async function asStarter<T>(
  database: Database,
  tenantId: number,
  { startedBy, scopeId }: Held,
  work: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  const [, starter] = /((?:per|tok)_[0-9A-Za-z]{22})\)?$/.exec(startedBy) ?? []
  const now = starter === undefined ? undefined : await scopeOfCaller(database, tenantId, starter)
  // Whoever left gave it to the tenant; not so somebody who saw a part only.
  if (now === undefined ? scopeId !== null : now !== scopeId)
    throw new ScopeChanged('What its starter may see changed meanwhile. Start it anew.')
  const scope = scopeId === null ? undefined : { id: scopeId, caller: starter! }
  return database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction), { idempotent: true, scope })
}

interface Outcome {
  readonly state: 'done' | 'failed' | 'cancelled' | 'queued'
  readonly error: string | null
  readonly pauseMs: number
}

function outcomeOf(end: {
  failure: unknown
  cancelled: boolean
  stopped: boolean
  taken: TakenJob
  kind: JobKind | undefined
}): Outcome {
  const { failure, cancelled, stopped, taken, kind } = end
  if (failure === undefined) return { state: 'done', error: null, pauseMs: 0 }
  if (cancelled) return { state: 'cancelled', error: null, pauseMs: 0 }
  if (stopped) return { state: 'queued', error: null, pauseMs: 0 }
  const error = (failure instanceof Error ? failure.message : String(failure))
    .replaceAll('\0', '')
    .slice(0, 1000)
    .toWellFormed()
  const again =
    kind !== undefined && !(failure instanceof ScopeChanged) && taken.attempt < (kind.attempts ?? attemptsUnlessTold)
  return { state: again ? 'queued' : 'failed', error, pauseMs: firstRetryMs * 3 ** (taken.attempt - 1) }
}

async function hold(tx: TenantTransaction, { jobId, attempt }: TakenJob): Promise<Held | undefined> {
  const { rows } = await tx.query<Held>(
    `update job set heartbeat_at = now() where tenant_id = $1 and job_id = $2 and state = 'running' and attempts = $3
     returning public_id as id, kind, title, args, started_by as "startedBy", scope_id as "scopeId"`,
    [tx.tenantId, jobId, attempt],
  )
  return rows[0]
}

async function isCancelled(tx: TenantTransaction, { jobId }: TakenJob): Promise<boolean> {
  const { rows } = await tx.query<{ asked: boolean }>(
    'select cancel_requested as asked from job where tenant_id = $1 and job_id = $2',
    [tx.tenantId, jobId],
  )
  return rows[0]?.asked ?? false
}

async function beat(tx: TenantTransaction, taken: TakenJob, held: Held, progress: JobProgress): Promise<boolean> {
  const { rows } = await tx.query<{ asked: boolean; moved: boolean }>(
    `with before as (select phase, message, done, total from job where tenant_id = $1 and job_id = $2)
     update job j set heartbeat_at = now(), phase = $4, message = $5, done = $6, total = $7
       from before b
      where j.tenant_id = $1 and j.job_id = $2 and j.state = 'running' and j.attempts = $3
     returning j.cancel_requested as asked, (b.phase, b.message, b.done, b.total) is distinct from (j.phase, j.message, j.done, j.total) as moved`,
    [tx.tenantId, taken.jobId, taken.attempt, ...values(progress)],
  )
  // No row: another worker has it now, thus this one lets go.
  if (!rows[0]) return true
  if (rows[0].moved)
    await tell(tx, { topic: 'job.changed', body: { job: held.id, state: 'running', title: held.title, ...progress } })
  return rows[0].asked
}

async function finish(
  tx: TenantTransaction,
  taken: TakenJob,
  held: Held,
  progress: JobProgress,
  outcome: Outcome,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update job set state = $4, error = $5, phase = $6, message = $7, done = $8, total = $9, version = version + 1, heartbeat_at = null,
            not_before = now() + $10 * interval '1 millisecond', finished_at = case when $4 = 'queued' then null else now() end
      where tenant_id = $1 and job_id = $2 and state = 'running' and attempts = $3`,
    [tx.tenantId, taken.jobId, taken.attempt, outcome.state, outcome.error, ...values(progress), outcome.pauseMs],
  )
  if (rowCount > 0)
    await tell(tx, {
      topic: 'job.changed',
      body: { job: held.id, state: outcome.state, title: held.title, error: outcome.error },
    })
}

function values({ phase = '', message = '', done = 0, total }: JobProgress): [string, string, number, number | null] {
  return [phase.slice(0, 200), message.slice(0, 1000), Math.trunc(done), total === undefined ? null : Math.trunc(total)]
}
