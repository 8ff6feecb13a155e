import type { TenantTransaction } from '../../contract/index.ts'
import { FleetError } from '../fleet-error.ts'
import type { Ring, RingCounts, RolloutState } from './next-step.ts'

export interface RolloutRow extends RolloutState {
  readonly id: string
  /** Internal. */
  readonly rolloutId: number
  readonly version: string
  readonly archives: Readonly<Record<string, { readonly sha256: string; readonly size: number }>>
  readonly rings: readonly Ring[]
}

/** A rollout, locked for this transaction. Throws FleetError `not-found`. */
export async function rolloutRow(tx: TenantTransaction, id: string): Promise<RolloutRow> {
  const [row] = await rolloutRows(tx, 'and public_id = $2 for update', [id])
  if (!row) throw new FleetError('not-found', 'There is no such rollout.')
  return row
}

export async function rolloutRows(
  tx: TenantTransaction,
  condition: string,
  values: readonly unknown[] = [],
): Promise<readonly RolloutRow[]> {
  const { rows } = await tx.query<Omit<RolloutRow, 'ringSince'> & { ringSince: string }>(
    `select public_id as id, rollout_id as "rolloutId", version, archives, rings, state, ring, ring_since as "ringSince", forgiven
       from fleet_rollout where tenant_id = $1 ${condition}`,
    [tx.tenantId, ...values],
  )
  return rows.map((row) => ({ ...row, ringSince: Date.parse(row.ringSince) }))
}

const nobody: RingCounts = { waiting: 0, ordered: 0, healthy: 0, failed: 0, away: 0 }

export type AllCounts = RingCounts & {
  readonly back: number
  readonly 'back-ordered': number
  readonly 'back-failed': number
}

/** How the agents of each ring of a rollout stand. */
export async function ringCounts(
  tx: TenantTransaction,
  rolloutId: number,
  rings: number,
): Promise<readonly AllCounts[]> {
  const { rows } = await tx.query<{ ring: number; state: keyof AllCounts; n: number }>(
    `select ring, state, count(*)::int as n from fleet_rollout_source where tenant_id = $1 and rollout_id = $2 group by 1, 2`,
    [tx.tenantId, rolloutId],
  )
  return Array.from({ length: rings }, (_, at) => {
    const counts = { ...nobody, back: 0, 'back-ordered': 0, 'back-failed': 0 }
    for (const { ring, state, n } of rows) if (ring === at) counts[state] = n
    return counts
  })
}
