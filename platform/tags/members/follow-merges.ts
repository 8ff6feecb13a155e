import type { TenantTransaction } from '../../contract/index.ts'

/**
 * What was given by hand to an asset that is now taken for another goes to that one as well, and rests where it was until
 * they are told apart. Answers with what changed.
 */
export async function followMerges(
  tx: TenantTransaction,
  assetIds: readonly number[],
): Promise<{ readonly assetIds: readonly number[]; readonly tagIds: readonly number[] }> {
  const settled = await tx.query<{ asset: number; tag: number }>(
    `update asset_tag t set resting = a.merged_into is not null from asset a
      where t.tenant_id = $1 and a.tenant_id = $1 and a.asset_id = t.asset_id and t.asset_id = any ($2::bigint[])
        and t.resting <> (a.merged_into is not null)
     returning t.asset_id as asset, t.tag_id as tag`,
    [tx.tenantId, assetIds],
  )
  const given = await tx.query<{ asset: number; tag: number }>(
    `insert into asset_tag (tenant_id, asset_id, tag_id, since, given_by)
     select $1, a.merged_into, t.tag_id, min(t.since), min(t.given_by)
       from asset a
       join asset into_asset on into_asset.tenant_id = $1 and into_asset.asset_id = a.merged_into and into_asset.merged_into is null
       join asset_tag t on t.tenant_id = $1 and t.asset_id = a.asset_id and t.given_by is not null
      where a.tenant_id = $1 and a.asset_id = any ($2::bigint[]) and (a.asset_id, t.tag_id) in (
              select * from unnest($3::bigint[], $4::bigint[]))
      group by 2, 3
     on conflict (tenant_id, asset_id, tag_id) do nothing
     returning asset_id as asset, tag_id as tag`,
    [tx.tenantId, assetIds, settled.rows.map(({ asset }) => asset), settled.rows.map(({ tag }) => tag)],
  )
  const changed = [...settled.rows, ...given.rows]
  return { assetIds: changed.map(({ asset }) => asset), tagIds: changed.map(({ tag }) => tag) }
}
