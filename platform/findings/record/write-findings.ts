import type { Evidence, Instant, TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { FindingState } from '../life-cycle/finding-state.ts'

/** A finding that is new to the store. */
export interface NewFinding {
  readonly checkNo: number
  readonly place: string
  readonly state: FindingState
  readonly evidence: Evidence
  readonly fix: string | undefined
}

/** Writes new findings; answers with their ids in the order given. */
export async function insertFindings(
  tx: TenantTransaction,
  assetId: number,
  basisNo: number,
  findings: readonly NewFinding[],
): Promise<readonly { readonly findingId: number; readonly publicId: string }[]> {
  if (findings.length === 0) return []
  const rows = findings.map(({ checkNo, place, state, evidence, fix }) => ({
    ...columns(state),
    public_id: newPublicId('fnd'),
    check_no: checkNo,
    place,
    evidence,
    fix: fix ?? null,
  }))
  const { rows: made } = await tx.query<{ id: number; public_id: string }>(
    `with given as (
       select * from jsonb_to_recordset($4::jsonb) as g (public_id text, check_no int, place text, severity smallint,
         status_at timestamptz, evidence jsonb, evidence_digest text, fix text, reach text, counting_from int)),
     made as (
       insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, changed_at)
         select $1, public_id, $2, check_no, place, severity, 'new', status_at, status_at, status_at from given order by check_no, place
       returning finding_id, public_id),
     detailed as (
       insert into finding_detail (tenant_id, finding_id, evidence, evidence_digest, fix, basis_no, reach, counting_from)
         select $1, m.finding_id, g.evidence, g.evidence_digest, g.fix, $3, g.reach, g.counting_from
           from made m join given g using (public_id))
     select finding_id as id, public_id from made`,
    [tx.tenantId, assetId, basisNo, JSON.stringify(rows)],
  )
  const ids = new Map(made.map((row) => [row.public_id, row.id]))
  return rows.map((row) => ({ findingId: ids.get(row.public_id)!, publicId: row.public_id }))
}

/** A finding that changed. Evidence is given where it is other than what is stored. */
export interface ChangedFinding {
  readonly findingId: number
  readonly state: FindingState
  readonly evidence?: Evidence | undefined
  readonly fix: string | null
}

export async function updateFindings(
  tx: TenantTransaction,
  basisNo: number,
  at: Instant,
  findings: readonly ChangedFinding[],
): Promise<void> {
  if (findings.length === 0) return
  const rows = findings.map(({ findingId, state, evidence, fix }) => ({
    ...columns(state),
    finding_id: findingId,
    evidence: evidence ?? null,
    fix,
  }))
  await tx.query(
    `with given as (
       select * from jsonb_to_recordset($4::jsonb) as g (finding_id bigint, severity smallint, status text, status_at timestamptz,
         fixed_at timestamptz, flaps smallint, evidence jsonb, evidence_digest text, fix text, reach text, reopened_at timestamptz,
         times_fixed int, times_reopened int, counting_from int, found_before int, found_until timestamptz, untested_since timestamptz)),
     moved as (
       update finding f
          set severity = g.severity, status = g.status, status_at = g.status_at, fixed_at = g.fixed_at, flaps = g.flaps, changed_at = $3
         from given g where f.tenant_id = $1 and f.finding_id = g.finding_id)
     update finding_detail d
        set evidence = coalesce(g.evidence, d.evidence), evidence_digest = g.evidence_digest, fix = g.fix, basis_no = $2, reach = g.reach,
            reopened_at = g.reopened_at, times_fixed = g.times_fixed, times_reopened = g.times_reopened, counting_from = g.counting_from,
            found_before = g.found_before, found_until = g.found_until, untested_since = g.untested_since
       from given g where d.tenant_id = $1 and d.finding_id = g.finding_id`,
    [tx.tenantId, basisNo, at, JSON.stringify(rows)],
  )
}

function columns(state: FindingState) {
  return {
    severity: state.severity,
    status: state.status,
    status_at: state.statusAt,
    fixed_at: state.fixedAt ?? null,
    flaps: state.flaps,
    evidence_digest: state.evidence,
    reach: state.reach,
    reopened_at: state.reopenedAt ?? null,
    times_fixed: state.timesFixed,
    times_reopened: state.timesReopened,
    counting_from: state.countingFrom ?? null,
    found_before: state.foundBefore,
    found_until: state.foundUntil ?? null,
    untested_since: state.untestedSince ?? null,
  }
}
