import type { TenantTransaction } from '../contract/index.ts'
import type { Identifier } from '../envelope/index.ts'

/** What is known of who an asset is: who says what, and what was merged or split, for people. */
export interface AssetIdentity {
  readonly sources: readonly {
    readonly sourceId: number
    readonly ref: string
    readonly name: string
    readonly sourceKind: string
    readonly firstSeenAt: string
    readonly lastSeenAt: string
    readonly identifiers: readonly Identifier[]
  }[]
  readonly history: readonly {
    /** Public id, for undoMerge. */
    readonly merge: string
    readonly kind: 'merge' | 'split'
    /** Public ids. */
    readonly into: string
    readonly from: string
    readonly rule: string
    readonly because: string
    readonly decidedBy: string | null
    readonly at: string
    readonly undoneAt: string | null
    readonly undoneBy: string | null
  }[]
}

/** Reads it for the asset with this internal id. */
export async function assetIdentity(tx: TenantTransaction, assetId: number): Promise<AssetIdentity> {
  const sources = await tx.query<AssetIdentity['sources'][number]>(
    `select s.source_id as "sourceId", s.ref, s.name, s.source_kind as "sourceKind", s.first_seen_at as "firstSeenAt",
            s.last_seen_at as "lastSeenAt",
            coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value) order by i.kind, i.value)
                        from asset_identifier i where i.tenant_id = $1 and i.asset_source_id = s.asset_source_id), '[]') as identifiers
       from asset_source s where s.tenant_id = $1 and s.asset_id = $2 order by s.asset_source_id`,
    [tx.tenantId, assetId],
  )
  const history = await tx.query<AssetIdentity['history'][number]>(
    `select m.public_id as merge, m.kind, i.public_id as into, f.public_id as from, m.rule, m.because,
            m.decided_by as "decidedBy", m.at, m.undone_at as "undoneAt", m.undone_by as "undoneBy"
       from asset_merge m
       join asset i on i.tenant_id = m.tenant_id and i.asset_id = m.into_asset_id
       join asset f on f.tenant_id = m.tenant_id and f.asset_id = m.from_asset_id
      where m.tenant_id = $1 and i.tenant_id = $1 and f.tenant_id = $1 and (m.into_asset_id = $2 or m.from_asset_id = $2)
      order by m.merge_id desc limit 200`,
    [tx.tenantId, assetId],
  )
  return { sources: sources.rows, history: history.rows }
}
