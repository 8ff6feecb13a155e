import type { Instant, TenantTransaction } from '../../contract/index.ts'

/**
 * Binds findings that were opened to the approved exceptions in whose scope they are, each on the evidence it has now. An exception that was
 * released from a finding is not bound to it again. Answers with the findings that an exception is bound to.
 */
export async function bindOpened(
  tx: TenantTransaction,
  findingIds: readonly number[],
  at: Instant,
): Promise<readonly number[]> {
  if (findingIds.length === 0) return []
  const { rows } = await tx.query<{ id: number }>(
    `with bound as (
       insert into exception_finding (tenant_id, exception_id, finding_id, evidence_digest, bound_at)
       select $1, x.exception_id, f.finding_id, case when x.any_evidence then null else d.evidence_digest end, $3
         from finding f
         join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
         join exception x on x.tenant_id = f.tenant_id and x.state = 'approved' and x.started and x.selection is null
          and (x.asset_id is null or x.asset_id = f.asset_id) and (x.check_no is null or x.check_no = f.check_no)
          and (x.place is null or x.place = f.place) and (x.ends_at is null or x.ends_at > $3)
        where f.tenant_id = $1 and f.finding_id = any ($2)
       on conflict do nothing)
     select distinct b.finding_id as id from exception_finding b
      where b.tenant_id = $1 and b.finding_id = any ($2) and b.ended_at is null
     union select unnest($2::bigint[])`,
    [tx.tenantId, findingIds, at],
  )
  return rows.map(({ id }) => id)
}

/** Binds an exception that begins now to all findings in its scope that are not fixed. Answers with them. */
export async function bindScope(tx: TenantTransaction, exceptionId: number, at: Instant): Promise<readonly number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into exception_finding (tenant_id, exception_id, finding_id, evidence_digest, bound_at)
     select $1, x.exception_id, f.finding_id, case when x.any_evidence then null else d.evidence_digest end, $3
       from exception x
       join finding f on f.tenant_id = x.tenant_id and f.status <> 'fixed'
        and (x.asset_id is null or x.asset_id = f.asset_id) and (x.check_no is null or x.check_no = f.check_no)
        and (x.place is null or x.place = f.place)
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
      where x.tenant_id = $1 and x.exception_id = $2 and x.selection is null
     on conflict do nothing
     returning finding_id as id`,
    [tx.tenantId, exceptionId, at],
  )
  return rows.map(({ id }) => id)
}

/**
 * Releases findings from exceptions that were taken on other evidence than they have now. An exception for this one finding is returned: somebody must decide
 * anew. Answers with the findings that were released.
 */
export async function releaseChangedEvidence(
  tx: TenantTransaction,
  findingIds: readonly number[],
  at: Instant,
): Promise<readonly number[]> {
  if (findingIds.length === 0) return []
  const { rows } = await tx.query<{ id: number }>(
    `with released as (
       update exception_finding b set ended_at = $3, ended_because = 'evidence-changed'
         from finding_detail d
        where b.tenant_id = $1 and b.finding_id = any ($2) and b.ended_at is null
          and d.tenant_id = $1 and d.finding_id = b.finding_id and b.evidence_digest <> d.evidence_digest
       returning b.finding_id, b.exception_id),
     returned as (
       update exception x set state = 'returned', ended_at = $3, ended_by = 'system:evidence', version = version + 1
         from released r
        where x.tenant_id = $1 and x.exception_id = r.exception_id and x.state = 'approved' and x.narrowness = 3)
     select distinct finding_id as id from released`,
    [tx.tenantId, findingIds, at],
  )
  return rows.map(({ id }) => id)
}

/** Releases all findings of an exception that holds no more. Answers with them. */
export async function releaseAll(
  tx: TenantTransaction,
  exceptionId: number,
  at: Instant,
  because: 'expired' | 'revoked',
): Promise<readonly number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `update exception_finding set ended_at = $3, ended_because = $4
      where tenant_id = $1 and exception_id = $2 and ended_at is null returning finding_id as id`,
    [tx.tenantId, exceptionId, at, because],
  )
  return rows.map(({ id }) => id)
}
