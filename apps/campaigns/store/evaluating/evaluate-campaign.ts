import type { TenantTransaction } from '@holdfast/platform/contract'
import { tell } from '@holdfast/platform/outbox'
import { param, raw, render, sql } from '@holdfast/platform/search'
import type { Pack } from '../../engine/pack/pack.ts'
import { signsSql } from './signs-sql.ts'

/** A campaign as it is asked. */
export interface CampaignToAsk {
  readonly campaignId: number
  readonly id: string
  readonly pack: Pack
  readonly checks: readonly string[]
}

/** How often what depends on the clock is asked for, in seconds; everything else once a day, so that each day has its count. */
const timedEverySeconds = 600

/**
 * Asks a campaign how assets stand: all of the tenant, or these. One statement decides and writes what changed; the same again changes nothing. Answers with the
 * number of assets that changed.
 */
export async function evaluateCampaign(
  tx: TenantTransaction,
  campaign: CampaignToAsk,
  { now, assetIds }: { readonly now: number; readonly assetIds?: readonly number[] },
): Promise<number> {
  const { campaignId, pack, checks } = campaign
  const asked = signsSql({ tenantId: tx.tenantId, campaignId, pack, checks, now, ...(assetIds && { assetIds }) })
  const tenant = param(tx.tenantId, 'integer')
  const id = param(campaignId, 'bigint')
  const among = assetIds ? sql` and c.asset_id = any (${param(assetIds, 'bigint[]')})` : raw('')
  const { text, values } = render(sql`with ${asked.with},
    gone as (
      delete from campaigns_asset c where c.tenant_id = ${tenant} and c.campaign_id = ${id}${among}
         and not exists (select from decided d where d.asset_id = c.asset_id)
      returning c.asset_id),
    came as (
      insert into campaigns_asset as c (tenant_id, campaign_id, asset_id, state, rule, reachable, since, exposed_at)
      select ${tenant}, ${id}, asset_id, state, rule, reachable, now(),
             case when state in ('exploitable', 'infected') then now() end
        from decided
      on conflict (tenant_id, campaign_id, asset_id) do update
        set state = excluded.state, rule = excluded.rule, reachable = excluded.reachable,
            since = case when c.state = excluded.state then c.since else excluded.since end,
            exposed_at = coalesce(c.exposed_at, excluded.exposed_at),
            done_at = case when excluded.state in ('mitigated', 'patched') then
                             case when c.exposed_at is not null then coalesce(c.done_at, now()) end
                           when excluded.state = 'unknown' then c.done_at end
      where (c.state, c.rule, c.reachable) is distinct from (excluded.state, excluded.rule, excluded.reachable)
      returning c.asset_id)
    select (select count(*) from gone) + (select count(*) from came) as changed`)
  const { rows } = await tx.query<{ changed: string }>(text, values)
  const changed = Number(rows[0]!.changed)
  if (assetIds === undefined) await noteAsked(tx, campaignId, asked.timed)
  if (changed > 0 || assetIds === undefined) await countToday(tx, campaignId)
  if (changed > 0) await tell(tx, { topic: 'campaign.changed', body: { campaign: campaign.id } })
  return changed
}

async function noteAsked(tx: TenantTransaction, campaignId: number, timed: boolean): Promise<void> {
  await tx.query(
    `update campaigns_campaign
        set listed_at = coalesce(listed_at, clock_timestamp()), evaluated_at = clock_timestamp(), problem = null,
            due_at = case when $3 then now() + $4 * interval '1 second'
                          else (date_trunc('day', now() at time zone 'UTC') + interval '1 day 1 minute') at time zone 'UTC' end
      where tenant_id = $1 and campaign_id = $2`,
    [tx.tenantId, campaignId, timed, timedEverySeconds],
  )
}

async function countToday(tx: TenantTransaction, campaignId: number): Promise<void> {
  await tx.query(
    `insert into campaigns_day (tenant_id, campaign_id, day, infected, exploitable, unknown, mitigated, patched)
     select $1, $2, (now() at time zone 'UTC')::date, count(*) filter (where c.state = 'infected'),
            count(*) filter (where c.state = 'exploitable'), count(*) filter (where c.state = 'unknown'),
            count(*) filter (where c.state = 'mitigated'), count(*) filter (where c.state = 'patched')
       from campaigns_asset c join asset a on a.tenant_id = c.tenant_id and a.asset_id = c.asset_id and a.merged_into is null
      where c.tenant_id = $1 and c.campaign_id = $2
     on conflict (tenant_id, campaign_id, day) do update
       set infected = excluded.infected, exploitable = excluded.exploitable, unknown = excluded.unknown,
           mitigated = excluded.mitigated, patched = excluded.patched`,
    [tx.tenantId, campaignId],
  )
}
