import type { Static, TObject } from 'typebox'
import Schema from 'typebox/schema'
import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import { newPublicId } from '../store/index.ts'
import type { JobKind } from './define-job.ts'

const mostArgs = 8192

/** Puts a job into the tenant's queue, in the transaction of whoever wants it. `by` is the public id of who does. Throws a TypeError for wrong arguments. */
export async function startJob<Args extends TObject>(
  tx: TenantTransaction,
  kind: JobKind<Args>,
  args: Static<Args>,
  by: string,
): Promise<{ readonly id: string }> {
  const [fits, errors] = Schema.Errors(kind.args, args)
  if (!fits) throw new TypeError(`${kind.id}: ${errors.map((e) => `${e.instancePath} ${e.message}`).join('; ')}`)
  const text = JSON.stringify(args)
  if (text.length > mostArgs) throw new TypeError(`${kind.id}: a job holds ids, not ${text.length} characters of data`)
  const id = newPublicId('job')
  const title = kind.title(args).slice(0, 200)
  await tx.query(
    'insert into job (tenant_id, public_id, kind, title, args, started_by) values ($1, $2, $3, $4, $5, $6)',
    [tx.tenantId, id, kind.id, title, text, by],
  )
  await tell(tx, { topic: 'job.changed', body: { job: id, state: 'queued', title } })
  return { id }
}

/** Asks a job to stop. One that waits is cancelled at once; one that runs ends soon. Answers false where there is none, or it has ended. */
export async function cancelJob(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rows } = await tx.query<{ state: string; title: string }>(
    `update job set cancel_requested = true, version = version + 1,
            state = case state when 'queued' then 'cancelled' else state end,
            finished_at = case state when 'queued' then now() end
      where tenant_id = $1 and public_id = $2 and state in ('queued', 'running') returning state, title`,
    [tx.tenantId, id],
  )
  const job = rows[0]
  if (job?.state === 'cancelled')
    await tell(tx, { topic: 'job.changed', body: { job: id, state: job.state, title: job.title } })
  return job !== undefined
}
