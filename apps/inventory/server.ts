import { defineServer } from '@holdfast/platform/contract'
import { assetTokens } from './api/asset-tokens.ts'
import { app } from './app.ts'
import { projectAccounts } from './store/project-accounts.ts'
import { projectAddresses } from './store/project-addresses.ts'
import { projectHost } from './store/project-host.ts'
import { projectListeners } from './store/project-listeners.ts'
import { projectSoftware } from './store/project-software.ts'

export const server = defineServer({
  app,
  migrations: new URL('store', import.meta.url),
  judges: [],
  projections: [projectHost, projectSoftware, projectListeners, projectAccounts, projectAddresses],
  routes: [],
  entities: [assetTokens],
  jobs: [],
})
