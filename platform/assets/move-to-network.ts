import type { TenantTransaction } from '../contract/index.ts'

/**
 * Takes what a source saw in one network into another, with the identifiers that it is known by. An asset is in the network of its agent, or else of who told of it last; it
 * stays one asset although another source speaks of it from elsewhere. What is the same as something in the new network is found when the source next tells of it.
 * Answers with the number of assets that are in the new network now.
 */
export async function moveToNetwork(
  tx: TenantTransaction,
  { sourceId, from, to }: { readonly sourceId: number; readonly from: number; readonly to: number },
): Promise<number> {
  // The rows of the networks are the lock of whoever decides what is one asset; in one order everywhere.
  await tx.query(
    'select from network where tenant_id = $1 and network_id = any ($2::bigint[]) order by network_id for no key update',
    [tx.tenantId, [from, to]],
  )
  const { rows } = await tx.query<{ id: number; asset: number }>(
    `update asset_source set network_id = $4 where tenant_id = $1 and source_id = $2 and network_id = $3
     returning asset_source_id as id, asset_id as asset`,
    [tx.tenantId, sourceId, from, to],
  )
  await tx.query(
    'update asset_identifier set network_id = $3 where tenant_id = $1 and asset_source_id = any ($2::bigint[])',
    [tx.tenantId, rows.map(({ id }) => id), to],
  )
  const assets = [...new Set(rows.map(({ asset }) => asset))]
  await tx.query(
    'select from asset where tenant_id = $1 and asset_id = any ($2::bigint[]) order by asset_id for no key update',
    [tx.tenantId, assets],
  )
  const moved = await tx.query(
    `update asset a set network_id = s.network_id, version = a.version + 1
       from (select distinct on (asset_id) asset_id, network_id from asset_source where tenant_id = $1 and asset_id = any ($2::bigint[])
              order by asset_id, source_kind = 'agent' desc, last_seen_at desc, asset_source_id) s
      where a.tenant_id = $1 and a.asset_id = s.asset_id and a.network_id <> s.network_id`,
    [tx.tenantId, assets],
  )
  return moved.rowCount
}
