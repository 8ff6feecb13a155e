import type { TenantTransaction } from '../contract/index.ts'
import { newPublicId } from '../store/index.ts'
import { moveSightings, type OnMoved } from './move-sightings.ts'

export interface SplitOrder {
  readonly sightingIds: readonly number[]
  readonly from: number
  readonly rule: string
  readonly because: string
  readonly decidedBy?: string
  readonly at: string
  readonly onMoved: OnMoved
  /** The asset they go to; the one they came from, or a new one, when absent. */
  readonly to?: number
}

/** Takes sightings out of an asset into one of their own, and keeps the two apart from now on. Answers with that asset. */
export async function splitOff(
  tx: TenantTransaction,
  order: SplitOrder,
): Promise<{ readonly assetId: number; readonly mergeId: string }> {
  const to = order.to ?? (await formerAsset(tx, order)) ?? (await newAsset(tx, order))
  const { mergeId } = await moveSightings(tx, { ...order, kind: 'split', to })
  await tx.query(
    `insert into asset_apart (tenant_id, low_id, high_id, because, decided_by, at)
     select $1, least(s.asset_source_id, gone), greatest(s.asset_source_id, gone), $4, $5, $6
       from asset_source s, unnest($3::bigint[]) as gone
      where s.tenant_id = $1 and s.asset_id = $2 and s.asset_source_id <> gone
     on conflict do nothing`,
    [tx.tenantId, order.from, order.sightingIds, order.because, order.decidedBy ?? null, order.at],
  )
  return { assetId: to, mergeId }
}

/** The asset that these sightings were before they were merged, if it stands empty. */
async function formerAsset(tx: TenantTransaction, { sightingIds, from }: SplitOrder): Promise<number | undefined> {
  const { rows } = await tx.query<{ from_asset_id: number }>(
    `select m.from_asset_id from asset_merge m join asset a on a.tenant_id = m.tenant_id and a.asset_id = m.from_asset_id
      where m.tenant_id = $1 and a.tenant_id = $1 and m.into_asset_id = $2 and m.kind = 'merge' and m.moved && $3::bigint[]
        and a.merged_into is not null
      order by m.merge_id desc limit 1`,
    [tx.tenantId, from, sightingIds],
  )
  return rows[0]?.from_asset_id
}

async function newAsset(tx: TenantTransaction, { sightingIds, at }: SplitOrder): Promise<number> {
  const { rows } = await tx.query<{ asset_id: number }>(
    `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
     select $1, $2, network_id, kind, name, first_seen_at, $4 from asset_source
      where tenant_id = $1 and asset_source_id = $3 returning asset_id`,
    [tx.tenantId, newPublicId('ast'), sightingIds[0], at],
  )
  return rows[0]!.asset_id
}
