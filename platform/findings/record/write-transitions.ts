import type { Evidence, Instant, TenantTransaction } from '../../contract/index.ts'
import type { Change } from '../life-cycle/apply-sight.ts'
import type { Disposition } from '../life-cycle/disposition.ts'
import type { FindingState } from '../life-cycle/finding-state.ts'

/** One finding's changes of one test, for its history. */
export interface Told {
  readonly findingId: number
  readonly changes: readonly Change[]
  readonly state: FindingState
  readonly disposition: Disposition
  readonly evidence: Evidence
}

export async function writeTransitions(
  tx: TenantTransaction,
  basisNo: number,
  at: Instant,
  told: readonly Told[],
): Promise<void> {
  const rows = told.flatMap(({ findingId, changes, state, disposition, evidence }) =>
    changes.map((change) => ({
      finding_id: findingId,
      kind: change.kind,
      status: state.status,
      disposition,
      detail: detail(change, state, evidence),
    })),
  )
  if (rows.length === 0) return
  await tx.query(
    `insert into finding_transition (tenant_id, finding_id, at, kind, status, disposition, basis_no, detail)
     select $1, finding_id, $2, kind, status, disposition, $3, detail
       from jsonb_to_recordset($4::jsonb) as g (finding_id bigint, kind text, status text, disposition text, detail jsonb)`,
    [tx.tenantId, at, basisNo, JSON.stringify(rows)],
  )
}

function detail(change: Change, state: FindingState, evidence: Evidence): unknown {
  switch (change.kind) {
    case 'opened':
    case 'reopened':
      return { severity: state.severity, evidence }
    case 'evidence':
      return { evidence }
    case 'severity':
      return { from: change.from, to: change.to }
    case 'fixed':
      // `before` lets a later batch of the same test take the fix back.
      return { because: change.because, proof: change.proof, before: state.beforeFix }
    default:
      return {}
  }
}
