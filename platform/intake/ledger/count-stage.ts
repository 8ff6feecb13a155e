import { toInstant } from '../../envelope/index.ts'
import type { InTenant } from '../in-tenant.ts'

/**
 * `receive` and `apply` count envelopes, `record` records, `replay` records that were set aside before.
 * At each stage what came went on, was put aside, or was not taken.
 */
export type Stage = 'receive' | 'apply' | 'record' | 'replay'

export interface StageCount {
  readonly came: number
  readonly went: number
  readonly aside: number
  readonly repeated?: number
  readonly early?: number
  readonly refused?: number
  readonly bytes?: number
}

/** As many writers can count at the same time without waiting. */
const slots = 32

/** Adds to the ledger, in the transaction that did what is counted. */
export async function countStage(tx: InTenant, stage: Stage, now: number, count: StageCount): Promise<void> {
  const { came, went, aside, repeated = 0, early = 0, refused = 0, bytes = 0 } = count
  if (came === 0) return
  const hour = toInstant(Math.floor(now / 3600_000) * 3600_000)
  await tx.query({
    name: 'intake-count',
    text: `insert into ledger as l (tenant_id, stage, hour, slot, came, went, aside, repeated, early, refused, bytes)
           values ($1, $2, $3, pg_backend_pid() % ${slots}, $4, $5, $6, $7, $8, $9, $10)
           on conflict (tenant_id, stage, hour, slot) do update
              set came = l.came + $4, went = l.went + $5, aside = l.aside + $6, repeated = l.repeated + $7, early = l.early + $8,
                  refused = l.refused + $9, bytes = l.bytes + $10`,
    values: [tx.tenantId, stage, hour, came, went, aside, repeated, early, refused, bytes],
  })
}
