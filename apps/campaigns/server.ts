import { defineServer } from '@holdfast/platform/contract'
import { assetCampaignTokens } from './api/asset-campaign-tokens.ts'
import { campaignRoutes } from './api/campaign-routes.ts'
import { guestRoutes } from './api/guest-routes.ts'
import { packRoutes } from './api/pack-routes.ts'
import { reportRoute } from './api/report/report-route.ts'
import { app } from './app.ts'
import { keepCampaigns } from './store/evaluating/upkeep.ts'
import { openForGuests } from './store/guests/open-for-guests.ts'
import { digestJob } from './store/telling/tell-campaign.ts'

export const server = defineServer({
  app,
  migrations: new URL('store', import.meta.url),
  judges: [],
  projections: [],
  routes: [...packRoutes, ...guestRoutes, ...campaignRoutes, reportRoute],
  entities: [assetCampaignTokens],
  jobs: [digestJob],
  upkeep: [keepCampaigns, openForGuests],
})
