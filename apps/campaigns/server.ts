import { defineServer } from '@holdfast/platform/contract'
import { assetCampaignTokens } from './api/asset-campaign-tokens.ts'
import { campaignRoutes } from './api/campaign-routes.ts'
import { packRoutes } from './api/pack-routes.ts'
import { app } from './app.ts'
import { keepCampaigns } from './store/evaluating/upkeep.ts'

export const server = defineServer({
  app,
  migrations: new URL('store', import.meta.url),
  judges: [],
  projections: [],
  routes: [...packRoutes, ...campaignRoutes],
  entities: [assetCampaignTokens],
  jobs: [],
  upkeep: [keepCampaigns],
})
