import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { clusterPlaces } from '../../store/administer/index.ts'
import { type EmbeddedOptions, type Home, openHome, startEmbedded } from '../../store/index.ts'
import { BackupError } from '../backup-error.ts'
import { type LoadOptions, loadDatabase } from './load-database.ts'
import { writeSecret } from './place-secrets.ts'
import { declareReady, partPrefix, removePart, settleRestore } from './settle-restore.ts'

export interface EmbeddedRestore extends Omit<LoadOptions, 'access'> {
  /** Locked by the caller. */
  readonly home: Home
  readonly replace: boolean
  readonly embedded?: EmbeddedOptions
}

/**
 * Builds the installation of a backup in a folder of its own within the home, and gives it its place in one step. Until then the home is
 * untouched. Answers with the folder that the old one is in now.
 */
export async function restoreEmbedded(
  options: EmbeddedRestore,
): Promise<{ timeline: string; migrated: number; aside?: string }> {
  const { home, contents, embedded } = options
  await settleRestore(home)
  const used = occupied(home)
  if (used && !options.replace) {
    throw new BackupError(
      'target-not-empty',
      `${used} is there already. Restore into an empty HOLDFAST_HOME, or say --replace: then the old installation is moved aside.`,
    )
  }
  const part = `${partPrefix}${process.pid}`
  const folder = join(home.path, part)
  const aside = `before-restore-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}`
  try {
    const building = openHome(folder)
    const server = await startEmbedded(building, embedded)
    let done: { timeline: string; migrated: number }
    try {
      done = await loadDatabase({ ...options, access: server })
    } finally {
      await server.stop()
    }
    for (const secret of contents.secrets) writeSecret(folder, secret)
    const hasAside = occupied(home) !== undefined
    declareReady(home, part, aside)
    await settleRestore(home)
    // Where a database stood that is no longer this one.
    rmSync(join(home.path, 'database-position.json'), { force: true })
    return { ...done, ...(hasAside && { aside: join(home.path, aside) }) }
  } catch (error) {
    if (!existsSync(join(home.path, 'restore-ready.json'))) await removePart(folder)
    throw error
  }
}

/** What a home holds that a restore would take the place of. */
function occupied(home: Home): string | undefined {
  const { data, secrets } = clusterPlaces(home)
  return [data, secrets, join(home.path, 'keys'), join(home.path, 'tls')].find((path) => existsSync(path))
}
