import type { Instant, TenantTransaction } from '@holdfast/platform/contract'
import { type AssetState, assetStates, stateRules } from '../../engine/state/asset-state.ts'

/** An asset of a campaign, and why it stands as it does. */
export interface CampaignAsset {
  readonly asset: { readonly id: string; readonly name: string; readonly kind: string }
  readonly state: AssetState
  readonly why: string
  readonly reachable: boolean
  readonly since: Instant
}

/** The assets of a campaign, worst first and reachable ones before others, from a place on. */
export async function campaignAssets(
  tx: TenantTransaction,
  id: string,
  { state, limit, offset }: { readonly state?: AssetState; readonly limit: number; readonly offset: number },
): Promise<readonly CampaignAsset[]> {
  const { rows } = await tx.query<Omit<CampaignAsset, 'why'> & { rule: number }>(
    `select jsonb_build_object('id', a.public_id, 'name', a.name, 'kind', a.kind) as asset, s.state, s.rule, s.reachable, s.since
       from campaigns_campaign c
       join campaigns_asset s on s.tenant_id = c.tenant_id and s.campaign_id = c.campaign_id
       join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id and a.merged_into is null
      where c.tenant_id = $1 and c.public_id = $2 and ($3::text is null or s.state = $3)
      order by array_position($4::text[], s.state), s.reachable desc, lower(a.name), a.asset_id
      limit $5 offset $6`,
    [tx.tenantId, id, state ?? null, [...assetStates], limit, offset],
  )
  return rows.map(({ rule, ...row }) => ({ ...row, why: stateRules[rule]?.why ?? '' }))
}
