import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'

/** Of more assets than this only the tags are told. */
const mostEach = 200

/** Works out anew what follows from the tags of assets, and tells followers: `asset.tagged` with the asset, `tag.changed` with each tag. */
export async function afterChange(
  tx: TenantTransaction,
  change: { readonly assetIds: readonly number[]; readonly tagIds: readonly number[] },
): Promise<void> {
  const assetIds = [...new Set(change.assetIds)]
  if (assetIds.length > 0) await refreshCriticality(tx, assetIds)
  const tags = await tx.query<{ id: string }>(
    'select public_id as id from tag where tenant_id = $1 and tag_id = any ($2::bigint[]) order by tag_id limit $3',
    [tx.tenantId, [...new Set(change.tagIds)], mostEach],
  )
  const assets =
    assetIds.length > mostEach
      ? []
      : (
          await tx.query<{ id: string }>(
            'select public_id as id from asset where tenant_id = $1 and asset_id = any ($2::bigint[]) order by asset_id',
            [tx.tenantId, assetIds],
          )
        ).rows
  await tell(
    tx,
    ...assets.map(({ id }) => ({ topic: 'asset.tagged', body: { asset: id } })),
    ...tags.rows.map(({ id }) => ({ topic: 'tag.changed', body: { tag: id } })),
  )
}

/** The highest over the tags of each asset; nothing is kept where none says anything. */
export async function refreshCriticality(tx: TenantTransaction, assetIds: readonly number[]): Promise<void> {
  await tx.query(
    `with wanted as (
       select t.asset_id, max(g.criticality) as criticality
         from asset_tag t join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id
        where t.tenant_id = $1 and t.asset_id = any ($2::bigint[]) and not t.resting and g.criticality is not null
        group by t.asset_id
     ), gone as (
       delete from asset_criticality c
        where c.tenant_id = $1 and c.asset_id = any ($2::bigint[])
          and not exists (select from wanted w where w.asset_id = c.asset_id)
     )
     insert into asset_criticality as c (tenant_id, asset_id, criticality)
     select $1, asset_id, criticality from wanted
     on conflict (tenant_id, asset_id) do update set criticality = excluded.criticality
       where c.criticality <> excluded.criticality`,
    [tx.tenantId, assetIds],
  )
}
