import { writeBackup } from '@holdfast/platform/backup'
import type { VerbContext } from '@holdfast/platform/contract'
import { readSettings } from '../../server/settings.ts'
import { exitCode } from '../exit-code.ts'
import { ownVersion } from '../version/run.ts'
import { explained } from './explain-backup.ts'
import { newLocks } from './passphrase.ts'
import { inBytes, inRows, progressLine } from './progress-line.ts'
import { withDatabase } from './with-database.ts'

/** `holdfast backup` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, say } = context
  const file = positionals[0]!
  const settings = readSettings()
  const locks = await newLocks(context)
  const progress = progressLine(options.quiet === true)
  try {
    const report = await explained(() =>
      withDatabase(settings, options.quiet ? () => {} : say, (access) =>
        writeBackup({
          ...{ access, home: settings.home, file, locks, program: ownVersion(), stop: context.stop as AbortSignal },
          onProgress: ({ table, tables, bytes, rows }) =>
            progress.tell(() => `${tables.done} of ${tables.all} tables, ${inRows(rows)}, ${inBytes(bytes)}: ${table}`),
        }),
      ),
    )
    progress.end()
    if (options.output === 'json') await context.out(`${JSON.stringify({ schemaVersion: 1, file, ...report })}\n`)
    else if (!options.quiet) {
      say(
        `${file}: ${inRows(report.rows)} of ${report.tables} tables, ${inBytes(report.bytes)} in ${inBytes(report.size)}.`,
      )
      say('Keep it apart from this machine, and its passphrase or key apart from it.')
    }
    return exitCode.ok
  } finally {
    progress.end()
  }
}
