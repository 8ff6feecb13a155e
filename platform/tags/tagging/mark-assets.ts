import type { TenantTransaction } from '../../contract/index.ts'

/** Something that queries can ask changed of these assets: their dynamic tags are worked out anew. Cheap enough to be part of storing facts. */
export async function markAssets(tx: TenantTransaction, assetIds: readonly number[]): Promise<void> {
  if (assetIds.length === 0) return
  await tx.query('insert into tag_due (tenant_id, asset_id) select $1, unnest($2::bigint[])', [tx.tenantId, assetIds])
}
