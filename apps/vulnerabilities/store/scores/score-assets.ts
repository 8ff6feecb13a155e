import type { TenantTransaction } from '@holdfast/platform/contract'
import { usualCriticality } from '@holdfast/platform/tags'
import { type AssetContext, type AssetScore, assetScore } from '../../engine/priority/index.ts'

/** An asset with the own scores of its open findings. */
interface Scored {
  readonly assetId: number
  readonly criticality: number
  readonly scores: readonly number[]
}

/** Works out the scores of assets from those of their checks, and writes those that are another than before. */
export async function scoreAssets(tx: TenantTransaction, assetIds: readonly number[]): Promise<void> {
  const { rows } = await tx.query<Scored>(
    `select f.asset_id as "assetId", coalesce(max(c.criticality), ${usualCriticality}) as criticality, array_agg(s.own) as scores
       from finding f
       join vulnerabilities_score s on s.tenant_id = f.tenant_id and s.check_no = f.check_no and s.criticality = 1
       left join asset_criticality c on c.tenant_id = f.tenant_id and c.asset_id = f.asset_id
      where f.tenant_id = $1 and f.asset_id = any ($2::bigint[]) and f.status <> 'fixed' and f.disposition = 'none'
      group by f.asset_id`,
    [tx.tenantId, assetIds],
  )
  const scored = rows.map(({ assetId, criticality, scores }) => ({ assetId, ...scoreOfAsset(scores, { criticality }) }))
  await tx.query(
    `delete from vulnerabilities_asset_score where tenant_id = $1 and asset_id = any ($2::bigint[]) and asset_id <> all ($3::bigint[])`,
    [tx.tenantId, assetIds, scored.map(({ assetId }) => assetId)],
  )
  await tx.query(
    `insert into vulnerabilities_asset_score as s (tenant_id, asset_id, score)
     select $1, asset_id, score from unnest($2::bigint[], $3::numeric[]) w (asset_id, score)
     on conflict (tenant_id, asset_id) do update set score = excluded.score where s.score <> excluded.score`,
    [tx.tenantId, scored.map(({ assetId }) => assetId), scored.map(({ score }) => score)],
  )
}

/** In ascending order, so that sums of the same scores are the same to the last bit. */
export function scoreOfAsset(scores: readonly number[], context: AssetContext): AssetScore {
  return assetScore(
    scores.toSorted((a, b) => a - b),
    context,
  )
}
