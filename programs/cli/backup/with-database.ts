import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { settleRestore } from '@holdfast/platform/backup'
import {
  type DatabaseAccess,
  externalAccess,
  lockHome,
  openHome,
  readEmbeddedAccess,
  startEmbedded,
} from '@holdfast/platform/store'
import type { Settings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** Works with this installation's database: as it runs, or started for as long as the work takes. */
export async function withDatabase<T>(
  settings: Settings,
  say: (line: string) => void,
  work: (access: DatabaseAccess) => Promise<T>,
): Promise<T> {
  if (settings.databaseUrl) {
    return work(externalAccess({ url: settings.databaseUrl, adminUrl: settings.databaseAdminUrl }))
  }
  const isThere = ['database/data/PG_VERSION', 'restore-ready.json'].some((path) =>
    existsSync(join(settings.home, path)),
  )
  if (!isThere) {
    throw new CliError(`There is no database in ${settings.home}.`, {
      code: exitCode.nothing,
      hint: 'Name the home directory with HOLDFAST_HOME, or the external database with DATABASE_URL.',
    })
  }
  const home = openHome(settings.home)
  const lock = tryLock(home)
  if (!lock) {
    const access = readEmbeddedAccess(home)
    if (access) return work(access)
    throw new CliError('The installation is just starting: try again in a moment.', { code: exitCode.unavailable })
  }
  try {
    await settleRestore(home)
    const embedded = await startEmbedded(home, { onProgress: say })
    try {
      return await work(embedded)
    } finally {
      await embedded.stop()
    }
  } finally {
    lock.release()
  }
}

/** Undefined when the installation runs. */
function tryLock(home: ReturnType<typeof openHome>) {
  try {
    return lockHome(home)
  } catch (error) {
    if ((error as { code?: string }).code === 'home-in-use') return undefined
    throw error
  }
}
