import type { Instant, TenantTransaction } from '../../contract/index.ts'
import type { Ring } from './next-step.ts'
import { type AllCounts, ringCounts } from './rollout-row.ts'

/** A rollout as people see it. */
export interface Rollout {
  readonly id: string
  readonly version: number
  /** Of the agent. */
  readonly agentVersion: string
  readonly state: 'running' | 'paused' | 'stopped' | 'done' | 'rolling-back' | 'rolled-back'
  readonly because: string | null
  /** Index of the present ring. */
  readonly ring: number
  readonly ringSince: Instant
  readonly rings: readonly (Ring & { readonly counts: AllCounts })[]
  readonly startedBy: string
  readonly startedAt: Instant
  readonly endedAt: Instant | null
}

type Row = Omit<Rollout, 'rings'> & { readonly rolloutId: number; readonly rings: readonly Ring[] }

/** The newest rollouts, or the one with this public id. */
export async function readRollouts(tx: TenantTransaction, id?: string): Promise<readonly Rollout[]> {
  const { rows } = await tx.query<Row>(
    `select rollout_id as "rolloutId", public_id as id, revision as version, version as "agentVersion", state, because, ring,
            ring_since as "ringSince", rings, started_by as "startedBy", started_at as "startedAt", ended_at as "endedAt"
       from fleet_rollout where tenant_id = $1 and ($2::text is null or public_id = $2) order by rollout_id desc limit 50`,
    [tx.tenantId, id ?? null],
  )
  const found: Rollout[] = []
  for (const { rolloutId, rings, ...row } of rows) {
    const counts = await ringCounts(tx, rolloutId, rings.length)
    found.push({ ...row, rings: rings.map((ring, at) => ({ ...ring, counts: counts[at]! })) })
  }
  return found
}

/** How each agent of a rollout stands, ring by ring. */
export interface RolloutSource {
  readonly id: string
  readonly name: string
  readonly ring: number
  readonly state: string
  readonly detail: string | null
  readonly changedAt: Instant
}

/** Agents of a rollout; those that failed first; a thousand at most. */
export async function readRolloutSources(tx: TenantTransaction, id: string): Promise<readonly RolloutSource[]> {
  const { rows } = await tx.query<RolloutSource>(
    `select s.public_id as id, s.name, m.ring, m.state, m.detail, m.changed_at as "changedAt"
       from fleet_rollout r
       join fleet_rollout_source m on m.tenant_id = r.tenant_id and m.rollout_id = r.rollout_id
       join source s on s.tenant_id = m.tenant_id and s.source_id = m.source_id
      where r.tenant_id = $1 and r.public_id = $2
      order by m.state not in ('failed', 'back-failed'), m.ring, s.name, s.source_id limit 1000`,
    [tx.tenantId, id],
  )
  return rows
}
