import type { Instant, TenantTransaction } from '@holdfast/platform/contract'
import type { Pack } from '../../engine/pack/pack.ts'
import { type AssetState, assetStates } from '../../engine/state/asset-state.ts'

export type StateCounts = Readonly<Record<AssetState, number>>

/** A campaign as people see it: the counts are of the assets that the caller sees. */
export interface Campaign {
  readonly id: string
  readonly pack: Pack
  readonly publisher: string | null
  readonly state: 'open' | 'closed'
  /** `2026-12-07` */
  readonly deadline: string
  readonly note: string
  readonly openedBy: string
  readonly openedAt: Instant
  readonly closedBy: string | null
  readonly closedAt: Instant | null
  /** When all assets were asked for the first time since it was opened; null before. */
  readonly listedAt: Instant | null
  readonly evaluatedAt: Instant | null
  readonly problem: string | null
  readonly version: number
  readonly counts: StateCounts
  /** Exploitable or infected, and what the pack calls reachable. */
  readonly reachable: number
  /** When the first asset was found exploitable, and when the first such one was out of danger. */
  readonly firstExposedAt: Instant | null
  readonly firstDoneAt: Instant | null
}

/** All campaigns of the tenant, or the one with this public id: open ones first, the latest opened before others. */
export async function readCampaigns(tx: TenantTransaction, id?: string): Promise<readonly Campaign[]> {
  const counts = assetStates.map((state) => `'${state}', count(*) filter (where s.state = '${state}')`).join(', ')
  const { rows } = await tx.query<Campaign>(
    `select c.public_id as id, c.body as pack, c.publisher, c.state, c.deadline::text as deadline, c.note, c.opened_by as "openedBy",
            c.opened_at as "openedAt", c.closed_by as "closedBy", c.closed_at as "closedAt", c.listed_at as "listedAt",
            c.evaluated_at as "evaluatedAt", c.problem, c.version, n.counts, n.reachable, n."firstExposedAt", n."firstDoneAt"
       from campaigns_campaign c,
            lateral (
              select jsonb_build_object(${counts}) as counts,
                     count(*) filter (where s.reachable and s.state in ('exploitable', 'infected'))::int as reachable,
                     min(s.exposed_at) as "firstExposedAt", min(s.done_at) as "firstDoneAt"
                from campaigns_asset s
                join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id and a.merged_into is null
               where s.tenant_id = $1 and s.campaign_id = c.campaign_id) n
      where c.tenant_id = $1 and ($2::text is null or c.public_id = $2)
      order by c.state desc, c.opened_at desc, c.campaign_id desc`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** How many assets stood how at the end of a day (UTC). */
export interface CampaignDay extends StateCounts {
  /** `2026-11-23` */
  readonly day: string
}

/** Day by day since it was opened, the last one now; a day on which nothing was asked is as the one before. */
export async function readDays(tx: TenantTransaction, id: string): Promise<readonly CampaignDay[]> {
  const { rows } = await tx.query<CampaignDay>(
    `select d.day::text as day, ${assetStates.join(', ')}
       from campaigns_day d join campaigns_campaign c on c.tenant_id = d.tenant_id and c.campaign_id = d.campaign_id
      where d.tenant_id = $1 and c.public_id = $2 order by d.day`,
    [tx.tenantId, id],
  )
  return rows
}

export interface Share {
  readonly name: string | null
  readonly counts: StateCounts
}

const shownShares = 50

/** The assets of a campaign by what an expression says of each: those with the most to do first. */
async function shares(tx: TenantTransaction, id: string, from: string, name: string): Promise<readonly Share[]> {
  const counts = assetStates.map((state) => `'${state}', count(*) filter (where s.state = '${state}')`).join(', ')
  const { rows } = await tx.query<Share>(
    `select ${name} as name, jsonb_build_object(${counts}) as counts
       from campaigns_campaign c
       join campaigns_asset s on s.tenant_id = c.tenant_id and s.campaign_id = c.campaign_id
       join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id and a.merged_into is null
       ${from}
      where c.tenant_id = $1 and c.public_id = $2
      group by 1
      order by count(*) filter (where s.state in ('infected', 'exploitable')) desc, count(*) filter (where s.state = 'unknown') desc, count(*) desc, 1
      limit ${shownShares}`,
    [tx.tenantId, id],
  )
  return rows
}

/** By tag, system tags left out: an asset with two tags is in both. */
export function byTag(tx: TenantTransaction, id: string): Promise<readonly Share[]> {
  return shares(
    tx,
    id,
    `join asset_tag t on t.tenant_id = a.tenant_id and t.asset_id = a.asset_id and not t.resting
     join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id and g.kind <> 'system'`,
    'g.name',
  )
}

/** By operating system, as the inventory names it. */
export function byOperatingSystem(tx: TenantTransaction, id: string): Promise<readonly Share[]> {
  return shares(
    tx,
    id,
    'left join inventory_host h on h.tenant_id = a.tenant_id and h.asset_id = a.asset_id',
    'h.os_name',
  )
}
