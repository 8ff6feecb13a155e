import type { TenantTransaction } from '../contract/index.ts'

/** Keeps "last seen" of what a source spoke of. Written once a minute at most, since it is written with every envelope otherwise. */
export async function seenAgain(tx: TenantTransaction, sightingIds: readonly number[], at: string): Promise<void> {
  if (sightingIds.length === 0) return
  await tx.query(
    `with seen as (
       update asset_source set last_seen_at = $3 where tenant_id = $1 and asset_source_id = any ($2::bigint[])
          and last_seen_at < $3::timestamptz - interval '1 minute' returning asset_id
     )
     update asset set last_seen_at = greatest(last_seen_at, $3) where tenant_id = $1 and asset_id in (select asset_id from seen)`,
    [tx.tenantId, sightingIds, at],
  )
}

/** The same for what an agent runs on, with its signs of life: an agent that has nothing to tell lives all the same. */
export async function hostSeenAgain(tx: TenantTransaction, sourceId: number, at: string): Promise<void> {
  await tx.query(
    `with seen as (
       update asset_source set last_seen_at = $3 where tenant_id = $1 and source_id = $2 and source_kind = 'agent'
          and last_seen_at < $3::timestamptz - interval '1 minute' returning asset_id
     )
     update asset set last_seen_at = greatest(last_seen_at, $3) where tenant_id = $1 and asset_id in (select asset_id from seen)`,
    [tx.tenantId, sourceId, at],
  )
}
