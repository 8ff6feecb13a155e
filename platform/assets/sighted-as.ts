import { createHash } from 'node:crypto'
import type { TenantTransaction } from '../contract/index.ts'
import type { StatingSource } from './resolve-asset.ts'

/**
 * Notes that a source speaks of an asset that is known already, without saying what identifies it. Answers with the source's name for it, which is the one that it
 * used before where it did; undefined where there is no such asset.
 */
export async function sightedAs(
  tx: TenantTransaction,
  source: StatingSource,
  { ref, asset, at }: { readonly ref: string; readonly asset: string; readonly at: string },
): Promise<string | undefined> {
  const said = createHash('sha256').update(`asset ${asset}`).digest('hex')
  const { rows } = await tx.query<{ ref: string }>(
    `insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
     select $1, $2, $3, asset_id, network_id, kind, name, $4, $5, $6, $6, $6 from asset
      where tenant_id = $1 and public_id = $7 and merged_into is null
     on conflict (tenant_id, asset_id, source_id) do update set last_seen_at = greatest(asset_source.last_seen_at, excluded.last_seen_at)
     returning ref`,
    [tx.tenantId, source.sourceId, ref, source.kind, said, at, asset],
  )
  return rows[0]?.ref
}
