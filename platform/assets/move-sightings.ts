import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import { newPublicId } from '../store/index.ts'

/** What one source said moved from one asset to another: whoever keeps something by asset and source moves it along. */
export interface AssetMove {
  readonly sourceId: number
  readonly from: number
  readonly to: number
}

export type OnMoved = (tx: TenantTransaction, move: AssetMove) => Promise<void>

export interface MoveOrder {
  readonly kind: 'merge' | 'split'
  readonly sightingIds: readonly number[]
  readonly from: number
  readonly to: number
  readonly rule: string
  readonly because: string
  /** Public id and name of who decided; absent for a rule. */
  readonly decidedBy?: string
  readonly at: string
  readonly onMoved: OnMoved
}

/** Moves sightings to another asset and writes down why. An asset that keeps none is marked as merged, and revived when it gets some again. */
export async function moveSightings(tx: TenantTransaction, order: MoveOrder): Promise<{ readonly mergeId: string }> {
  const { from, to } = order
  // In one order everywhere, so that two moves wait for each other instead of locking each other out.
  await tx.query(
    'select from asset where tenant_id = $1 and asset_id = any ($2::bigint[]) order by asset_id for no key update',
    [tx.tenantId, [from, to]],
  )
  const moved = await tx.query<{ source_id: number }>(
    `update asset_source set asset_id = $4, joined_at = $5
      where tenant_id = $1 and asset_id = $3 and asset_source_id = any ($2::bigint[]) returning source_id`,
    [tx.tenantId, order.sightingIds, from, to, order.at],
  )
  for (const { source_id } of moved.rows) await order.onMoved(tx, { sourceId: source_id, from, to })
  const mergeId = newPublicId('mrg')
  await tx.query(
    `insert into asset_merge (tenant_id, public_id, kind, into_asset_id, from_asset_id, moved, rule, because, decided_by, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      mergeId,
      order.kind,
      to,
      from,
      order.sightingIds,
      order.rule,
      order.because,
      order.decidedBy ?? null,
      order.at,
    ],
  )
  await settleAssets(tx, from, to)
  const names = await tx.query<{ asset_id: number; public_id: string }>(
    'select asset_id, public_id from asset where tenant_id = $1 and asset_id = any ($2::bigint[])',
    [tx.tenantId, [from, to]],
  )
  const publicId = (id: number) => names.rows.find((row) => row.asset_id === id)?.public_id
  const topic = order.kind === 'merge' ? 'asset.merged' : 'asset.split'
  await tell(tx, { topic, body: { asset: publicId(to), other: publicId(from), because: order.because } })
  return { mergeId }
}

/** An asset without sightings is part of where they went; one with sightings is itself. The name is that of the best informed. */
async function settleAssets(tx: TenantTransaction, from: number, to: number): Promise<void> {
  await tx.query(
    `update asset a set
        merged_into = case when exists (select from asset_source s where s.tenant_id = a.tenant_id and s.asset_id = a.asset_id)
                      then null else nullif($3::bigint, a.asset_id) end,
        last_seen_at = coalesce((select max(s.last_seen_at) from asset_source s
                                  where s.tenant_id = a.tenant_id and s.asset_id = a.asset_id), a.last_seen_at),
        name = coalesce((select s.name from asset_source s where s.tenant_id = a.tenant_id and s.asset_id = a.asset_id
                          order by s.source_kind = 'agent' desc, s.last_seen_at desc, s.asset_source_id limit 1), a.name),
        version = a.version + 1
      where a.tenant_id = $1 and a.asset_id = any ($2::bigint[])`,
    [tx.tenantId, [from, to], to],
  )
}
