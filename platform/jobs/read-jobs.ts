import type { Instant, TenantTransaction } from '../contract/index.ts'

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** A job as the tray shows it. */
export interface Job {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly state: JobState
  readonly phase: string
  readonly message: string
  readonly done: number
  readonly total: number | null
  readonly startedBy: string
  readonly createdAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
  readonly attempts: number
  readonly cancelRequested: boolean
  readonly error: string | null
  readonly version: number
}

const columns = `public_id as id, kind, title, state, phase, message, done, total, started_by as "startedBy", created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt", attempts, cancel_requested as "cancelRequested", error, version`

/** The newest jobs of the tenant, those that have not ended first. */
export async function readJobs(tx: TenantTransaction, most = 50): Promise<readonly Job[]> {
  const { rows } = await tx.query<Job>(
    `select ${columns} from job where tenant_id = $1
      order by state in ('queued', 'running') desc, job_id desc limit $2`,
    [tx.tenantId, most],
  )
  return rows
}

export async function readJob(tx: TenantTransaction, id: string): Promise<Job | undefined> {
  const { rows } = await tx.query<Job>(`select ${columns} from job where tenant_id = $1 and public_id = $2`, [
    tx.tenantId,
    id,
  ])
  return rows[0]
}
