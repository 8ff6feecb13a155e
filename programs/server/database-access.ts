import { type DatabaseAccess, externalAccess, openHome, readEmbeddedAccess, StoreError } from '@holdfast/platform/store'
import type { Settings } from './settings.ts'

/** How a process reaches the database that another one started or that somebody else runs. Throws StoreError. */
export function runningAccess(settings: Settings): DatabaseAccess {
  if (settings.databaseUrl) return externalAccess({ url: settings.databaseUrl, adminUrl: settings.databaseAdminUrl })
  const access = readEmbeddedAccess(openHome(settings.home))
  if (access) return access
  throw new StoreError('database-unavailable', `There is no database in ${settings.home} yet. Start it: ./holdfast up`)
}
