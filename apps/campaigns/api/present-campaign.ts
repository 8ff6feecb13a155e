import type { TenantTransaction } from '@holdfast/platform/contract'
import { notFound } from '@holdfast/platform/http/conventions'
import { projectEnd } from '../engine/burn-down/project-end.ts'
import { byOperatingSystem, byTag, type Campaign, readCampaigns, readDays } from '../store/campaigns/read-campaigns.ts'
import { knownPacks } from '../store/packs/known-packs.ts'

/** A campaign as lists show it. */
export function presentCampaign({ pack, firstExposedAt: _exposed, firstDoneAt: _done, ...campaign }: Campaign) {
  return {
    ...campaign,
    name: pack.id,
    title: pack.title,
    summary: pack.summary,
    revision: pack.revision,
    total: Object.values(campaign.counts).reduce((sum, each) => sum + each, 0),
  }
}

/** A campaign with everything that its page shows. Days are those of the whole tenant: who is limited to some assets gets none. */
export async function presentWhole(tx: TenantTransaction, id: string, isLimited: boolean) {
  const [campaign] = await readCampaigns(tx, id)
  if (!campaign) throw notFound('campaign')
  const history = isLimited ? null : await readDays(tx, id)
  const newest = (await knownPacks(tx)).find(({ pack }) => pack.id === campaign.pack.id)?.pack.revision ?? 0
  return {
    ...presentCampaign(campaign),
    pack: campaign.pack,
    newerRevision: newest > campaign.pack.revision ? newest : null,
    history: history?.map((each) => ({ ...each })) ?? null,
    projection:
      history &&
      projectEnd(
        history.map(({ day, infected, exploitable, unknown }) => ({ day, left: infected + exploitable + unknown })),
      ),
    stopwatch: {
      listedAfterMs: between(campaign.openedAt, campaign.listedAt),
      firstFixAfterMs: between(campaign.firstExposedAt, campaign.firstDoneAt),
    },
    byTag: [...(await byTag(tx, id))],
    byOperatingSystem: [...(await byOperatingSystem(tx, id))],
  }
}

function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from))
}
