import type { TenantTransaction, Upkeep } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { tryHoldTenant } from '../../store/index.ts'
import { readPolicy, type SlaLanguage } from '../rules/sla-rules.ts'
import { reckon } from './reckon.ts'

const findingsAtOnce = 2000

/** Keeps true until when each finding is to be fixed: soon after it changed, and once a day of all. */
export function keepSla(language: SlaLanguage): Upkeep {
  return {
    id: 'sla.due',
    async due(tx) {
      const { rows } = await tx.query<{ tenant_id: number }>('select tenant_id from sla_tenants()')
      return rows.map(({ tenant_id }) => tenant_id)
    },
    async next(tx, now) {
      // One at a time in a tenant, so that what was read earlier is not written later.
      if (!(await tryHoldTenant(tx, 'sla'))) return false
      const ids = await takeMarked(tx)
      const due = ids.length > 0 ? ids : await sweep(tx, now)
      if (due.length === 0) return false
      const { rules } = await readPolicy(tx, language)
      const changed = await reckon(tx, language, rules, due, now)
      if (changed > 0) await tell(tx, { topic: 'sla.changed', body: { findings: changed } })
      return true
    },
  }
}

/** Findings that were marked. Only the marks that are seen are taken away: a later one may be of what this transaction does not see. */
async function takeMarked(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `delete from sla_mark m
      where m.tenant_id = $1 and m.mark_id in (select mark_id from sla_mark where tenant_id = $1 order by mark_id limit ${findingsAtOnce})
      returning m.finding_id as id`,
    [tx.tenantId],
  )
  if (rows.length > 0)
    await tx.query('insert into sla_sweep (tenant_id, after_finding) values ($1, 0) on conflict do nothing', [
      tx.tenantId,
    ])
  return [...new Set(rows.map(({ id }) => id))]
}

/** The next findings of the round over all of them; none where the last round ended within a day. */
async function sweep(tx: TenantTransaction, now: number): Promise<readonly number[]> {
  const { rows: heads } = await tx.query<{ after: number | null; ended: string | null }>(
    'select after_finding as after, ended_at as ended from sla_sweep where tenant_id = $1',
    [tx.tenantId],
  )
  const head = heads[0]
  if (!head) return []
  if (head.after === null && head.ended !== null && now - Date.parse(head.ended) < 86_400_000) return []
  const { rows } = await tx.query<{ id: number }>(
    `select f.finding_id as id from finding f
      where f.tenant_id = $1 and f.finding_id > $2
        and (f.status <> 'fixed' or exists (select from finding_due d where d.tenant_id = f.tenant_id and d.finding_id = f.finding_id))
      order by f.finding_id limit ${findingsAtOnce}`,
    [tx.tenantId, head.after ?? 0],
  )
  const last = rows.at(-1)?.id
  await tx.query(
    `update sla_sweep set after_finding = $2, ended_at = case when $2::bigint is null then $3::timestamptz else ended_at end where tenant_id = $1`,
    [tx.tenantId, last ?? null, new Date(now).toISOString()],
  )
  return rows.map(({ id }) => id)
}
