import type { TenantTransaction } from '../../contract/index.ts'
import { followKeys } from '../keys/key-tags.ts'
import { loadRows } from '../language/load-rows.ts'
import type { TagLanguage, TagQuery } from '../language/tag-language.ts'
import { afterChange } from '../members/after-change.ts'
import { followMerges } from '../members/follow-merges.ts'
import { TagError } from '../tag-error.ts'

/**
 * Asks all dynamic tags of the tenant of some assets of which something changed. The assets are read once, then asked in
 * memory: what it costs does not grow with the number of assets of the tenant. The caller holds the lock.
 */
export async function evaluateAssets(
  tx: TenantTransaction,
  language: TagLanguage,
  assetIds: readonly number[],
  now: number,
): Promise<void> {
  const merged = await followMerges(tx, assetIds)
  const byKeys = await followKeys(tx, assetIds)
  const tags = await readableTags(tx, language, now)
  const rows = await loadRows(
    tx,
    tags.map(({ query }) => query.plan),
    assetIds,
  )
  const pairs = tags.flatMap(({ tagId, query }) =>
    assetIds.flatMap((assetId) => {
      const row = rows.get(assetId)
      return row && query.matches(row) ? [{ assetId, tagId }] : []
    }),
  )
  const changed = await tx.query<{ asset: number; tag: number }>(
    `with wanted as (select * from unnest($3::bigint[], $4::bigint[]) as w (asset_id, tag_id)),
     gone as (
       delete from asset_tag t where t.tenant_id = $1 and t.asset_id = any ($2::bigint[]) and t.tag_id = any ($5::bigint[])
          and not exists (select from wanted w where w.asset_id = t.asset_id and w.tag_id = t.tag_id)
       returning t.asset_id, t.tag_id
     ), came as (
       insert into asset_tag (tenant_id, asset_id, tag_id, since)
       select $1, asset_id, tag_id, now() from wanted
       on conflict (tenant_id, asset_id, tag_id) do nothing
       returning asset_id, tag_id
     )
     select asset_id as asset, tag_id as tag from gone union all select asset_id, tag_id from came`,
    [
      tx.tenantId,
      assetIds,
      pairs.map(({ assetId }) => assetId),
      pairs.map(({ tagId }) => tagId),
      tags.map(({ tagId }) => tagId),
    ],
  )
  const all = [...byKeys, ...changed.rows]
  if (all.length === 0 && merged.assetIds.length === 0) return
  await afterChange(tx, {
    assetIds: [...merged.assetIds, ...all.map(({ asset }) => asset)],
    tagIds: [...merged.tagIds, ...all.map(({ tag }) => tag)],
  })
}

/** Dynamic tags whose queries can be asked. One that cannot keeps what it has, and says so when it is evaluated itself. */
async function readableTags(
  tx: TenantTransaction,
  language: TagLanguage,
  now: number,
): Promise<readonly { readonly tagId: number; readonly query: TagQuery }[]> {
  const { rows } = await tx.query<{ tagId: number; query: string }>(
    'select tag_id as "tagId", query from tag where tenant_id = $1 and query is not null order by tag_id',
    [tx.tenantId],
  )
  return rows.flatMap(({ tagId, query }) => {
    try {
      return [{ tagId, query: language.read(query, now) }]
    } catch (error) {
      if (error instanceof TagError) return []
      throw error
    }
  })
}
