import type { TenantTransaction } from '@holdfast/platform/contract'
import { tell } from '@holdfast/platform/outbox'
import { newPublicId } from '@holdfast/platform/store'
import { checkIdOf, reportedCheckIdOf } from '@holdfast/vulnerabilities/public'
import type { Pack } from '../../engine/pack/pack.ts'
import { CampaignError } from '../campaign-error.ts'
import { type KnownPack, knownPack } from '../packs/known-packs.ts'

const dayMs = 86_400_000

export interface Opening {
  /** Id of the pack. */
  readonly pack: string
  /** `2026-12-07`; as many days from now as the pack says when absent. */
  readonly deadline?: string
  readonly note?: string
  readonly by: string
  readonly now: number
}

/** Opens a campaign, or opens a closed one again with its history. Answers with its public id. Throws CampaignError where there is no such pack, or it is open. */
export async function openCampaign(
  tx: TenantTransaction,
  { pack: name, deadline, note = '', by, now }: Opening,
): Promise<string> {
  const known = await knownPack(tx, name)
  const until = deadline ?? new Date(now + known.pack.deadlineDays * dayMs).toISOString().slice(0, 10)
  const { rows } = await tx.query<{ id: string }>(
    `insert into campaigns_campaign as c
       (tenant_id, public_id, pack, revision, body, publisher, checks, deadline, note, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tenant_id, pack) do update
       set state = 'open', revision = excluded.revision, body = excluded.body, publisher = excluded.publisher, checks = excluded.checks,
           deadline = excluded.deadline, note = excluded.note, opened_by = excluded.opened_by, opened_at = now(), due_at = now(),
           listed_at = null, closed_by = null, closed_at = null, version = c.version + 1
     where c.state = 'closed'
     returning public_id as id`,
    [tx.tenantId, newPublicId('cmp'), name, ...workedBy(known), until, note, by],
  )
  if (!rows[0]) throw new CampaignError('already-open', `The campaign ${known.pack.title} is open already.`)
  await tell(tx, { topic: 'campaign.opened', body: { campaign: rows[0].id } })
  return rows[0].id
}

export interface CampaignChange {
  readonly state?: 'open' | 'closed'
  readonly deadline?: string
  readonly note?: string
}

/** Changes a campaign. A closed one keeps how its assets stood; opened again it goes on. Throws CampaignError where there is none. */
export async function changeCampaign(
  tx: TenantTransaction,
  id: string,
  { state, deadline, note }: CampaignChange,
  by: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update campaigns_campaign
        set deadline = coalesce($3::date, deadline), note = coalesce($4, note), version = version + 1,
            state = coalesce($5, state),
            closed_by = case coalesce($5, state) when 'closed' then coalesce(closed_by, $6) end,
            closed_at = case coalesce($5, state) when 'closed' then coalesce(closed_at, now()) end,
            due_at = case when $5 = 'open' and state = 'closed' then now() else due_at end
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, deadline ?? null, note ?? null, state ?? null, by],
  )
  if (rowCount === 0) throw new CampaignError('not-found', 'There is no such campaign.')
  await tell(tx, { topic: 'campaign.changed', body: { campaign: id } })
}

/** Has the campaign that follows this pack, if one is open, work by it from now on. */
export async function renewCampaign(tx: TenantTransaction, known: KnownPack): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update campaigns_campaign set revision = $3, body = $4, publisher = $5, checks = $6, due_at = now(), version = version + 1
      where tenant_id = $1 and pack = $2 and state = 'open' and revision < $3 returning public_id as id`,
    [tx.tenantId, known.pack.id, ...workedBy(known)],
  )
  for (const { id } of rows) await tell(tx, { topic: 'campaign.changed', body: { campaign: id } })
}

function workedBy({ pack, publisher }: KnownPack): [number, string, string | null, string[]] {
  return [pack.revision, JSON.stringify(pack), publisher, checksOf(pack)]
}

/** Of each CVE that of the advisories, and that of what other scanners report. */
function checksOf({ cves }: Pack): string[] {
  return cves.flatMap(({ id }) => [checkIdOf(id), reportedCheckIdOf(id)])
}
