import type { Instant, TenantTransaction } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import { releaseAll } from './bind.ts'
import { start } from './decide.ts'
import { redecide } from './redecide.ts'

/** Begins and ends the exceptions of one tenant whose time has come. Answers with the number of findings that moved. */
export async function runDueExceptions(tx: TenantTransaction, now: Instant): Promise<number> {
  let findings = 0
  const { rows: ended } = await tx.query<{ id: number }>(
    `update exception set state = 'expired', ended_at = $2, ended_by = 'system:expiry', version = version + 1
      where tenant_id = $1 and state = 'approved' and ends_at <= $2 returning exception_id as id`,
    [tx.tenantId, now],
  )
  for (const { id } of ended) {
    const released = await releaseAll(tx, id, now, 'expired')
    findings += await redecide(tx, released, now, { because: 'expired' })
  }
  const { rows: begun } = await tx.query<{ id: number }>(
    `select exception_id as id from exception
      where tenant_id = $1 and state = 'approved' and not started and starts_at <= $2 for no key update`,
    [tx.tenantId, now],
  )
  for (const { id } of begun) findings += await start(tx, id, now, 'started')
  return findings
}

/** The same for all tenants that have something due. Runs every minute. */
export async function runAllDueExceptions(database: Database, now: Instant): Promise<number> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from exception_due($1)', [now]),
  )
  let findings = 0
  for (const { tenant_id } of rows)
    findings += await database.asTenant(tenant_id, (tx) => runDueExceptions(tx as unknown as TenantTransaction, now), {
      idempotent: true,
      timeoutMs: 300_000,
    })
  return findings
}
