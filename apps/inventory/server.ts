import { defineServer, type SystemTag } from '@holdfast/platform/contract'
import { assetTokens } from './api/asset-tokens.ts'
import { billImportRoute } from './api/bill-import-route.ts'
import { billRoutes } from './api/bill-routes.ts'
import systemTags from './api/system-tags.json' with { type: 'json' }
import { app } from './app.ts'
import { host } from './engine/host.ts'
import { loadSupportTables } from './store/load-support-tables.ts'
import { projectAccounts } from './store/project-accounts.ts'
import { projectAddresses } from './store/project-addresses.ts'
import { projectHost } from './store/project-host.ts'
import { projectListeners } from './store/project-listeners.ts'
import { projectSoftware } from './store/project-software.ts'
import { projectUpdates } from './store/project-updates.ts'

export const server = defineServer({
  app,
  migrations: new URL('store', import.meta.url),
  checks: new URL('content', import.meta.url),
  judges: [host],
  loadContent: loadSupportTables,
  projections: [projectHost, projectSoftware, projectListeners, projectAccounts, projectAddresses, projectUpdates],
  routes: [...billRoutes, billImportRoute],
  entities: [assetTokens],
  jobs: [],
  tags: systemTags satisfies readonly SystemTag[],
})
