import type { TenantTransaction } from '@holdfast/platform/contract'
import { readTuning, type ScoreModel, score1, type Tuning } from '../../engine/priority/index.ts'

export interface KeptModel {
  /** The published model, with what the tenant set otherwise. */
  readonly model: ScoreModel
  /** Null where the tenant set nothing. */
  readonly tuning: Tuning | null
  readonly changedBy: string | null
  readonly changedAt: string | null
}

/** The model that the tenant scores by. What was set for an earlier model and no longer fits counts no more. */
export async function readModel(tx: TenantTransaction): Promise<KeptModel> {
  const { rows } = await tx.query<{ tuning: Tuning; changedBy: string; changedAt: string }>(
    'select tuning, changed_by as "changedBy", changed_at as "changedAt" from vulnerabilities_tuning where tenant_id = $1',
    [tx.tenantId],
  )
  const tuned = rows[0] && readTuning(score1, rows[0].tuning)
  if (!rows[0] || !tuned?.ok) return { model: score1, tuning: null, changedBy: null, changedAt: null }
  return { ...rows[0], model: tuned.model }
}

/** Scores by this from now on: all is scored anew. Answers with everything that is wrong with it, and changes nothing then. */
export async function writeTuning(tx: TenantTransaction, tuning: unknown, by: string): Promise<readonly string[]> {
  const tuned = readTuning(score1, tuning)
  if (!tuned.ok) return tuned.problems
  await tx.query(
    `insert into vulnerabilities_tuning as t (tenant_id, tuning, changed_by) values ($1, $2, $3)
     on conflict (tenant_id) do update set tuning = excluded.tuning, changed_by = excluded.changed_by, changed_at = now(), version = t.version + 1`,
    [tx.tenantId, JSON.stringify(tuning), by],
  )
  await scoreAnew(tx)
  return []
}

/** Scores by the published model again. */
export async function resetTuning(tx: TenantTransaction): Promise<void> {
  await tx.query('delete from vulnerabilities_tuning where tenant_id = $1', [tx.tenantId])
  await scoreAnew(tx)
}

async function scoreAnew(tx: TenantTransaction): Promise<void> {
  await tx.query('delete from vulnerabilities_scored where tenant_id = $1', [tx.tenantId])
}
