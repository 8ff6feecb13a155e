import { allParts, readMigrations } from '../../store/administer/index.ts'
import type { DatabaseAccess, EmbeddedOptions, Home, Part } from '../../store/index.ts'
import type { Unlock } from '../format/backup-key.ts'
import { type LoadProgress, wasApplied } from './load-database.ts'
import { type BackupContents, openBackup, verifyBackup } from './open-backup.ts'
import { restoreEmbedded } from './restore-embedded.ts'
import { restoreExternal } from './restore-external.ts'

export interface RestoreOptions {
  readonly file: string
  readonly unlock: Unlock
  /** Locked by the caller, whichever database it is. */
  readonly home: Home
  /** An external database; the embedded one of the home when absent. */
  readonly access?: DatabaseAccess
  /** Of this program, in their order. */
  readonly parts: readonly Part[]
  /** Moves an installation that is there aside. */
  readonly replace?: boolean
  readonly embedded?: EmbeddedOptions
  readonly onProgress?: (progress: RestoreProgress) => void
  readonly stop?: AbortSignal
}

export type RestoreProgress =
  | { readonly phase: 'reading'; readonly bytes: number; readonly size: number }
  | (LoadProgress & { readonly all: number })

export interface RestoreReport {
  readonly contents: BackupContents
  readonly timeline: string
  /** Migrations that were applied after the rows were in. */
  readonly migrated: number
  /** Where the installation is now that was there before: a folder, or a database. */
  readonly aside?: string
}

/**
 * Restores a backup. All of it is read and proven first; then it is loaded where nobody sees it, and takes its place at once. Whatever goes wrong, the
 * target is as it was. Throws BackupError and StoreError.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const file = await openBackup(options.file, options.unlock)
  try {
    let bytes = 0
    const contents = await verifyBackup(file, (more) => {
      bytes += more
      options.onProgress?.({ phase: 'reading', bytes, size: file.size })
    })
    const known = await readMigrations(allParts(options.parts))
    wasApplied(contents.head, known)
    const load = {
      ...{ file, contents, known, home: options.home, replace: options.replace ?? false },
      onProgress: (progress: LoadProgress) => options.onProgress?.({ ...progress, all: contents.end.rows }),
      ...(options.stop && { stop: options.stop }),
    }
    const done = options.access
      ? await restoreExternal({ ...load, access: options.access })
      : await restoreEmbedded({ ...load, ...(options.embedded && { embedded: options.embedded }) })
    return { contents, ...done }
  } finally {
    await file.close()
  }
}
