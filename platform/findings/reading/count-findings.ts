import type { TenantTransaction } from '../../contract/index.ts'
import type { Disposition } from '../life-cycle/disposition.ts'
import type { Status } from '../life-cycle/finding-state.ts'

/** The number of findings of one kind. */
export interface FindingCount {
  readonly app: string
  readonly check: string
  readonly category: string
  readonly severity: number
  readonly status: Status
  readonly disposition: Disposition
  readonly findings: number
}

/** All findings of the tenant, counted: exact, and kept rather than computed, thus quick however many there are. */
export async function countFindings(tx: TenantTransaction): Promise<readonly FindingCount[]> {
  const { rows } = await tx.query<FindingCount>(
    `select c.app, c.id as check, c.category, n.severity, n.status, n.disposition, n.findings
       from (select check_no, severity, status, disposition, sum(findings)::int as findings
               from finding_count where tenant_id = $1 group by 1, 2, 3, 4 having sum(findings) <> 0) n
       join check_definition c using (check_no)
      order by c.id, n.severity desc, n.status, n.disposition`,
    [tx.tenantId],
  )
  return rows
}

/** Adds up the rows of the tenant's counts. Exact at every moment, and no writer waits for it. Answers with the rows it saved. */
export async function compactCounts(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ saved: number }>(
    `with gone as (
       delete from finding_count where tenant_id = $1 and (tenant_id, count_id) in (
         select tenant_id, count_id from finding_count where tenant_id = $1 order by count_id limit 20000 for update skip locked)
       returning check_no, severity, status, disposition, findings),
     kept as (
       insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
       select $1, check_no, severity, status, disposition, sum(findings) from gone group by 2, 3, 4, 5 having sum(findings) <> 0
       returning 1)
     select ((select count(*) from gone) - (select count(*) from kept))::int as saved`,
    [tx.tenantId],
  )
  return rows[0]?.saved ?? 0
}
