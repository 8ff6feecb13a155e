import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../home/open-home.ts'
import { StoreError } from '../store-error.ts'
import type { DatabaseAccount } from './database-account.ts'

/** sun_path of unix(7) has 108 bytes, the last one a zero. */
const longestPath = 107

/** The name is PostgreSQL's own for port 5432, which here is a name only: nothing listens on a network port. */
export const socketName = '.s.PGSQL.5432'

/**
 * A private directory for the database's socket: in the home when its path is short enough, otherwise under the
 * runtime directory or /tmp. Throws `path-too-long`, `home-permission`.
 */
export function makeRunDirectory(home: Home, account: DatabaseAccount | undefined): string {
  const tag = createHash('sha256').update(home.path).digest('hex').slice(0, 10)
  const uid = account?.uid ?? process.getuid?.() ?? 0
  const candidates = [
    join(home.path, 'run'),
    ...(home.asRoot ? [`/run/holdfast-${tag}`] : []),
    ...(!home.asRoot && process.env.XDG_RUNTIME_DIR ? [join(process.env.XDG_RUNTIME_DIR, `holdfast-${tag}`)] : []),
    `/tmp/holdfast-${uid}-${tag}`,
  ]
  for (const path of candidates.filter(isUsable)) {
    if (makePrivate(path, account, uid)) return path
  }
  throw new StoreError(
    'path-too-long',
    `No directory for the database's socket: ${candidates.join(', ')} are longer than ${longestPath - socketName.length - 1} bytes, ` +
      'hold odd characters, or belong to somebody else. Choose a shorter HOLDFAST_HOME.',
  )
}

/** The directory is an element of a list in PostgreSQL's settings, thus no commas, quotes or blanks. */
function isUsable(path: string): boolean {
  return Buffer.byteLength(join(path, socketName)) <= longestPath && /^[\w./@+:~-]+$/.test(path)
}

/** False when the place is taken by somebody else, as anybody can do under /tmp, or cannot be written. */
function makePrivate(path: string, account: DatabaseAccount | undefined, uid: number): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
    if (account) chownSync(path, account.uid, account.gid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
  }
  const found = lstatSync(path)
  if (!found.isDirectory() || found.uid !== uid) return false
  if ((found.mode & 0o777) !== 0o700) chmodSync(path, 0o700)
  return true
}
