import { type RestoreProgress, type RestoreReport, restoreBackup } from '@holdfast/platform/backup'
import type { VerbContext } from '@holdfast/platform/contract'
import { externalAccess, lockHome, openHome } from '@holdfast/platform/store'
import { serverFaces } from '../../../apps/server.ts'
import { allParts } from '../../server/parts.ts'
import { readSettings } from '../../server/settings.ts'
import { exitCode } from '../exit-code.ts'
import { explained } from './explain-backup.ts'
import { unlockWith } from './passphrase.ts'
import { inBytes, inRows, progressLine } from './progress-line.ts'

/** `holdfast restore` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, say } = context
  const settings = readSettings()
  const unlock = await unlockWith(context)
  const progress = progressLine(options.quiet === true)
  const home = openHome(settings.home)
  const lock = lockHome(home)
  try {
    const report = await explained(() =>
      restoreBackup({
        ...{ file: positionals[0]!, unlock, home, parts: allParts(serverFaces), replace: options.replace === true },
        ...(settings.databaseUrl && {
          access: externalAccess({ url: settings.databaseUrl, adminUrl: settings.databaseAdminUrl }),
        }),
        stop: context.stop as AbortSignal,
        onProgress: (each) => progress.tell(() => told(each)),
      }),
    )
    progress.end()
    if (options.output === 'json') await context.out(`${JSON.stringify(asJson(report))}\n`)
    else for (const line of words(report, settings.home)) say(line)
    return exitCode.ok
  } finally {
    progress.end()
    lock.release()
  }
}

function told(progress: RestoreProgress): string {
  if (progress.phase === 'reading') return `Reading all of it: ${inBytes(progress.bytes)} of ${inBytes(progress.size)}`
  const doing = progress.phase === 'loading' ? 'Loading' : 'Comparing'
  return `${doing} ${progress.table}: ${inRows(progress.rows)}`
}

function asJson({ contents, timeline, migrated, aside }: RestoreReport): object {
  const { id, head, end } = contents
  return {
    schemaVersion: 1,
    id,
    madeAt: head.madeAt,
    tables: end.tables.length,
    rows: end.rows,
    timeline,
    migrated,
    aside: aside ?? null,
  }
}

function words({ contents, migrated, aside }: RestoreReport, home: string): string[] {
  const { head, end } = contents
  return [
    `Restored ${inRows(end.rows)} of ${end.tables.length} tables, as they were at ${head.madeAt}; every table was read again and is the same.`,
    ...(migrated > 0 ? [`Applied ${migrated} later migration${migrated === 1 ? '' : 's'}.`] : []),
    ...(aside ? [`What was there before is kept: ${aside}. Remove it when you no longer need it.`] : []),
    `Start it: ./holdfast up (HOLDFAST_HOME is ${home}). Sources send anew what the backup does not know; people sign in again; API tokens work as before.`,
  ]
}
