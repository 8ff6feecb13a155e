import type { ScheduledJob, TenantTransaction } from '@holdfast/platform/contract'
import { tellPeople } from '@holdfast/platform/notify'
import { projectEnd } from '../../engine/burn-down/project-end.ts'
import { ending, standing } from '../../engine/words/campaign-words.ts'
import { type Campaign, type CampaignDay, readCampaigns, readDays } from '../campaigns/read-campaigns.ts'

/** Mails how a campaign stands to the owners and managers of the tenant. Answers with how many are written to. */
export async function tellCampaign(tx: TenantTransaction, campaign: Campaign, now: number): Promise<number> {
  const days = await readDays(tx, campaign.id)
  const projection = projectEnd(days.map((each) => ({ day: each.day, left: leftOf(each) })))
  const { rows } = await tx.query<{ email: string | null }>(
    `select p.email from membership m join person p on p.id = m.person_id
      where m.tenant_id = $1 and m.role in ('owner', 'manager') and m.kind = 'own' and m.state = 'active' and p.state = 'active'
      order by m.created_at, m.person_id`,
    [tx.tenantId],
  )
  const { people } = await tellPeople(tx, {
    to: rows.map(({ email }) => email),
    summary: `${campaign.pack.title}: ${standing(campaign.counts, campaign.reachable)}`,
    words: [...since(days), ending(projection, campaign.deadline), ...(campaign.note === '' ? [] : [campaign.note])],
    path: `/campaigns/${campaign.id}`,
    now,
  })
  return people
}

function leftOf({ infected, exploitable, unknown }: CampaignDay): number {
  return infected + exploitable + unknown
}

/** What changed since the day before. */
function since(days: readonly CampaignDay[]): string[] {
  const [before, today] = days.slice(-2)
  if (!before || !today) return []
  const fewer = leftOf(before) - leftOf(today)
  if (fewer === 0) return [`Nothing changed since ${before.day}.`]
  return [`${Math.abs(fewer)} ${fewer > 0 ? 'fewer' : 'more'} than on ${before.day}.`]
}

const settlingMs = 12 * 3600_000

/** Once a day, while a campaign is open and something is left of it. One that was opened within hours has told enough. */
export const digestJob: ScheduledJob = {
  id: 'campaigns.digest',
  every: 'P1D',
  async run(tx) {
    const now = Date.now()
    for (const campaign of await readCampaigns(tx)) {
      const { infected, exploitable, unknown } = campaign.counts
      if (campaign.state !== 'open' || infected + exploitable + unknown === 0) continue
      if (now - Date.parse(campaign.openedAt) < settlingMs) continue
      await tellCampaign(tx, campaign, now)
    }
  },
}
