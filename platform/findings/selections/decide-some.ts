import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { redecide } from '../exceptions/redecide.ts'

export interface DecidedSet {
  /** False where the decision was revoked meanwhile: nothing more is to be done. */
  readonly holds: boolean
  readonly decided: number
}

/**
 * Puts findings under a decision, each on the evidence it has now: those that are not fixed and that nothing was decided about. Doing it twice changes
 * nothing. The findings are told of and counted as with every exception.
 */
export async function decideSome(
  tx: TenantTransaction,
  decision: { readonly exceptionId: number; readonly by: string },
  findingIds: readonly number[],
  at: Instant,
): Promise<DecidedSet> {
  // Whoever revokes it waits until this set is through, or this set sees that it was revoked.
  const { rows: held } = await tx.query<{ state: string }>(
    'select state from exception where tenant_id = $1 and exception_id = $2 for share',
    [tx.tenantId, decision.exceptionId],
  )
  if (held[0]?.state !== 'approved') return { holds: false, decided: 0 }
  const { rows } = await tx.query<{ id: number }>(
    `insert into exception_finding (tenant_id, exception_id, finding_id, evidence_digest, bound_at)
     select f.tenant_id, x.exception_id, f.finding_id, case when x.any_evidence then null else d.evidence_digest end, $4
       from unnest($3::bigint[]) chosen
       join finding f on f.tenant_id = $1 and f.finding_id = chosen and f.status <> 'fixed' and f.disposition = 'none'
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       join exception x on x.tenant_id = $1 and x.exception_id = $2
     on conflict do nothing
     returning finding_id as id`,
    [tx.tenantId, decision.exceptionId, findingIds, at],
  )
  const bound = rows.map(({ id }) => id)
  return { holds: true, decided: await redecide(tx, bound, at, { because: 'approved', actor: decision.by }) }
}
