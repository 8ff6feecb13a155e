import type { TenantTransaction } from '../../contract/index.ts'
import { type PeriodicTask, startJob } from '../../jobs/index.ts'
import { blueprintJob } from './blueprint-job.ts'
import { markTenants } from './mark-tenants.ts'

/** Lets a job bring what is for a tenant that is new, or is called otherwise. Costs whoever makes a tenant next to nothing. */
export async function followTenants(tx: TenantTransaction): Promise<void> {
  const { rows } = await tx.query<{ id: string; revision: number; name: string; by: string }>(
    `select b.public_id as id, b.revision, b.name, b.pushed_by as by from blueprint b
      where b.tenant_id = $1 and b.wanted = 'placed'
        and not exists (select from job j where j.tenant_id = b.tenant_id and j.kind = 'tenants.blueprint' and j.state = 'queued'
                          and j.args ->> 'blueprint' = b.public_id and (j.args ->> 'revision')::int = b.revision)`,
    [tx.tenantId],
  )
  for (const { id, revision, name, by } of rows)
    await startJob(tx, blueprintJob(), { blueprint: id, revision, name }, by)
}

/** Looks now and then whether a tenant waits for something, whatever became of the job that was to bring it: it grants the way in again, or a worker died. */
export function followTask(
  onFailure: (error: unknown, about: { readonly task: string; readonly tenantId: number }) => void,
): PeriodicTask {
  const id = 'tenants.follow-blueprints'
  return {
    id,
    cron: '*/5 * * * *',
    async run(database, stop) {
      const { rows } = await database.asPlatform((tx) =>
        tx.query<{ tenant_id: number }>('select tenant_id from blueprint_providers()'),
      )
      for (const { tenant_id: tenantId } of rows) {
        if (stop.aborted) return
        try {
          await database.asTenant(tenantId, (tx) => followWaiting(tx as unknown as TenantTransaction))
        } catch (error) {
          onFailure(error, { task: id, tenantId })
        }
      }
    },
  }
}

async function followWaiting(tx: TenantTransaction): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    `select blueprint_id as id from blueprint where tenant_id = $1 and wanted = 'placed'`,
    [tx.tenantId],
  )
  let waiting = 0
  for (const { id } of rows) waiting += await markTenants(tx, id, { now: Date.now() })
  if (waiting > 0) await followTenants(tx)
}
