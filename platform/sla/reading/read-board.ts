import type { TenantTransaction } from '../../contract/index.ts'
import { slaState } from '../sla-tokens.ts'

/** How the findings of one rule and severity stand. */
export interface SlaCell {
  readonly rule: string
  /** 1 to 5. */
  readonly severity: number
  readonly within: number
  readonly soon: number
  readonly overdue: number
  readonly paused: number
  /** Fixed in the last 90 days, in time and too late. */
  readonly met: number
  readonly missed: number
  /** Mean days from start to fix over the last 90 days; null where nothing was fixed. */
  readonly meanDays: number | null
}

export interface SlaDay {
  /** `2026-11-23`. */
  readonly day: string
  /** Findings that were, or will be where nothing is fixed, past their time at the end of the day. */
  readonly overdue: number
  readonly fixed: number
  /** Findings whose time ends on the day, and that are open. */
  readonly due: number
}

/** How all findings stand that a rule takes. */
export async function readCells(tx: TenantTransaction): Promise<readonly SlaCell[]> {
  const { rows } = await tx.query<SlaCell>(
    `with stood as (
       select fd.rule, f.severity, ${slaState} as state, fd.started_at, f.fixed_at
         from finding_due fd join finding f on f.tenant_id = fd.tenant_id and f.finding_id = fd.finding_id
        where fd.tenant_id = $1 and (f.status <> 'fixed' or f.fixed_at > now() - interval '90 days'))
     select rule, severity, ${['within', 'soon', 'overdue', 'paused', 'met', 'missed'].map((state) => `count(*) filter (where state = '${state}')::int as ${state}`).join(', ')},
            (extract(epoch from avg(fixed_at - started_at) filter (where state in ('met', 'missed'))) / 86400)::float8 as "meanDays"
       from stood group by 1, 2 order by 1, 2 desc`,
    [tx.tenantId],
  )
  return rows
}

const daysBack = 30
const daysAhead = 30

/** The last thirty days and the next: what was overdue at the end of each, and what becomes due where nothing more is fixed. */
export async function readDays(tx: TenantTransaction): Promise<readonly SlaDay[]> {
  const { rows } = await tx.query<SlaDay>(
    `with days as (
       select d::date as day, (d + interval '1 day') as ended
         from generate_series(date_trunc('day', now() at time zone 'UTC') - interval '${daysBack} days',
                              date_trunc('day', now() at time zone 'UTC') + interval '${daysAhead} days', '1 day') d),
     -- An exception ends the counting of what it holds: it is not known here when it began.
     counted as (
       select fd.due_at at time zone 'UTC' as due, case when f.status = 'fixed' then f.fixed_at at time zone 'UTC' end as fixed
         from finding_due fd join finding f on f.tenant_id = fd.tenant_id and f.finding_id = fd.finding_id
        where fd.tenant_id = $1 and fd.due_at is not null and (f.status = 'fixed' or f.disposition = 'none')
          and (f.status <> 'fixed' or f.fixed_at > now() - interval '${daysBack + 1} days')),
     moves as (
       select due as at, 1 as step from counted where fixed is null or fixed > due
       union all select fixed, -1 from counted where fixed > due),
     by_day as (select ended, sum(step) as step from moves join lateral (select min(ended) as ended from days where ended > moves.at) d on d.ended is not null group by 1)
     select to_char(day, 'YYYY-MM-DD') as day,
            coalesce((select sum(step) from by_day b where b.ended <= days.ended), 0)::int as overdue,
            (select count(*)::int from counted where fixed >= day and fixed < ended) as fixed,
            (select count(*)::int from counted where fixed is null and due >= day and due < ended) as due
       from days order by 1`,
    [tx.tenantId],
  )
  return rows
}
