import type { ScheduledJob, TenantTransaction } from '../contract/index.ts'
import type { Database } from '../store/index.ts'

/** How long a run may take before another worker may try. */
const hold = '10 minutes'
const atOnce = 50

/**
 * Runs the scheduled jobs of apps that are due, tenant by tenant, each in a transaction of its tenant. One that fails is told, waits for its next turn, and
 * holds up no other. Answers with the number of runs.
 */
export async function runScheduled(
  database: Database,
  jobs: readonly ScheduledJob[],
  options: {
    readonly stop: AbortSignal
    readonly onError: (error: unknown, about: { tenantId: number; job: string }) => void
  },
): Promise<number> {
  if (jobs.length === 0) return 0
  const byId = new Map(jobs.map((job) => [job.id, job]))
  let runs = 0
  for (;;) {
    const due = await take(database, [...byId.keys()])
    for (const { tenant_id: tenantId, job: id } of due) {
      if (options.stop.aborted) return runs
      const job = byId.get(id)!
      const error = await runOne(database, tenantId, job, options.stop)
      if (error !== undefined) options.onError(error, { tenantId, job: id })
      runs++
    }
    if (due.length < atOnce) return runs
  }
}

async function take(database: Database, ids: readonly string[]) {
  const { rows } = await database
    .jobsPool()
    .query<{ tenant_id: number; job: string }>('select tenant_id, job from holdfast.schedule_take($1, $2, $3)', [
      ids,
      atOnce,
      hold,
    ])
  return rows
}

async function runOne(database: Database, tenantId: number, job: ScheduledJob, stop: AbortSignal): Promise<unknown> {
  let failure: unknown
  try {
    await database.asTenant(tenantId, (tx) => job.run(tx as unknown as TenantTransaction, stop), {
      timeoutMs: 600_000,
      signal: stop,
    })
  } catch (error) {
    failure = error ?? new Error('failed')
  }
  const message =
    failure === undefined ? null : (failure instanceof Error ? failure.message : String(failure)).slice(0, 1000)
  await database.asTenant(tenantId, (tx) =>
    tx.query(
      `update schedule set last_run_at = now(), last_error = $3, due_at = now() + $4::interval where tenant_id = $1 and job = $2`,
      [tenantId, job.id, message, job.every],
    ),
  )
  return failure
}
