import type { Static, TObject } from 'typebox'
import type { TenantTransaction } from '../contract/index.ts'

/** How far a job is. */
export interface JobProgress {
  /** What it does now, in a few words. */
  readonly phase?: string
  readonly done?: number
  /** Absent where it is not known how much there is. */
  readonly total?: number
  readonly message?: string
}

/** What a job gets while it runs. */
export interface RunningJob<Args> {
  readonly tenantId: number
  /** Public id, `job_…`. */
  readonly id: string
  readonly args: Args
  /** 1 for the first time, more after a failure or the death of a worker. */
  readonly attempt: number
  /** Aborted when somebody cancels the job, and when the worker stops. */
  readonly stop: AbortSignal
  /** One short transaction of the job's tenant. */
  inTenant<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T>
  /** Tells how far it is; called as often as one likes, written twice a second. */
  progress(progress: JobProgress): void
}

/** A kind of work that people start. It runs again from its beginning after a failure, thus each of its steps can be done twice. */
export interface JobKind<Schema extends TObject = TObject> {
  /** `findings.accept-many` */
  readonly id: string
  /** Ids and small choices only. */
  readonly args: Schema
  /** For the tray: "Accept 1,234 findings". */
  title(args: Static<Schema>): string
  /** How often it is tried; 3 unless told. */
  readonly attempts?: number
  run(job: RunningJob<Static<Schema>>): Promise<void>
}

/** Declares a kind of job. */
export function defineJob<Schema extends TObject>(kind: JobKind<Schema>): JobKind<Schema> {
  if (!/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(kind.id))
    throw new Error(`"${kind.id}" is no id of a job: <part>.<what>`)
  return Object.freeze(kind)
}
