import { settleRestore } from '@holdfast/platform/backup'
import type { VerbContext } from '@holdfast/platform/contract'
import { externalAccess, lockHome, migrate, openHome, startEmbedded } from '@holdfast/platform/store'
import { serverFaces } from '../../../apps/server.ts'
import { allParts } from '../../server/parts.ts'
import { readSettings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** `holdfast migrate`: the external database of DATABASE_URL, or the embedded one, which is started for it when it rests. */
export async function run({ say }: VerbContext): Promise<number> {
  const settings = readSettings()
  const parts = allParts(serverFaces)
  if (settings.databaseUrl) {
    if (!settings.databaseAdminUrl) {
      throw new CliError(
        'DATABASE_ADMIN_URL is not set: migrating needs the login of an administrator of the database.',
        {
          hint: 'DATABASE_ADMIN_URL=postgres://admin@db/holdfast DATABASE_URL=postgres://holdfast@db/holdfast holdfast migrate',
        },
      )
    }
    const access = externalAccess({ url: settings.databaseUrl, adminUrl: settings.databaseAdminUrl })
    return report(await migrate({ access, parts, onProgress: say }), say)
  }
  const home = openHome(settings.home)
  const lock = lockHome(home)
  try {
    await settleRestore(home)
    const embedded = await startEmbedded(home, { onProgress: say })
    try {
      return report(await migrate({ access: embedded, parts, onProgress: say }), say)
    } finally {
      await embedded.stop()
    }
  } finally {
    lock.release()
  }
}

function report(applied: number, say: (line: string) => void): number {
  say(applied === 0 ? 'The database is up to date.' : `Applied ${applied} migration${applied === 1 ? '' : 's'}.`)
  return exitCode.ok
}
