import type { TenantTransaction } from '../../contract/index.ts'

/** A time of which a source's observations were lost. */
export interface SourceGap {
  readonly from: string
  readonly to: string
  readonly reason: string
  /** Records that were lost, where it is known. */
  readonly lost: number | null
  readonly toldAt: string
}

/** Gaps of a source by its public id, newest first. */
export async function listGaps(tx: TenantTransaction, source: string, limit: number): Promise<SourceGap[]> {
  const { rows } = await tx.query<SourceGap>(
    `select g.from_at as "from", g.to_at as "to", g.reason, g.lost, g.received_at as "toldAt"
       from source_gap g join source s on s.tenant_id = g.tenant_id and s.source_id = g.source_id
      where g.tenant_id = $1 and s.tenant_id = $1 and s.public_id = $2 order by g.source_gap_id desc limit $3`,
    [tx.tenantId, source, limit],
  )
  return rows
}
