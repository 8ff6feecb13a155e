import type { Upkeep } from '@holdfast/platform/contract'
import { CampaignError } from '../campaign-error.ts'
import { openCampaign } from '../campaigns/write-campaign.ts'

/** Opens the one campaign that a guest tenant was opened for, as soon as it is there. */
export const openForGuests: Upkeep = {
  id: 'campaigns.guests',
  async due(tx) {
    const { rows } = await tx.query<{ id: number }>(
      `select id from tenant t where kind = 'guest' and state = 'active'
          and not exists (select from campaigns_campaign c where c.tenant_id = t.id)`,
    )
    return rows.map(({ id }) => id)
  },
  async next(tx, now) {
    const { rows } = await tx.query<{ pack: string | null }>(
      `select settings -> 'guest' ->> 'offer' as pack from tenant
        where id = $1 and not exists (select from campaigns_campaign c where c.tenant_id = $1)`,
      [tx.tenantId],
    )
    const pack = rows[0]?.pack
    if (pack === null || pack === undefined) return false
    try {
      await openCampaign(tx, { pack, by: 'This server', now })
    } catch (error) {
      // A pack that the program no longer brings, or somebody was quicker.
      if (!(error instanceof CampaignError)) throw error
    }
    return false
  },
}
