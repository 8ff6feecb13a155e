import { chmodSync, chownSync, mkdirSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Home } from '../home/open-home.ts'
import { StoreError } from '../store-error.ts'
import type { ClusterPlaces } from './cluster-places.ts'
import type { DatabaseAccount } from './database-account.ts'
import { hostRules } from './postgres-settings.ts'

/** Makes the folders around the data directory. The database's account may pass through them, not list them. */
export function prepareFolders(places: ClusterPlaces, account: DatabaseAccount | undefined) {
  const mode = account ? 0o711 : 0o700
  for (const path of [places.root, places.copies]) {
    mkdirSync(path, { recursive: true, mode })
    chmodSync(path, mode)
  }
  mkdirSync(dirname(places.log), { recursive: true, mode: 0o700 })
}

/** PostgreSQL would only say "Permission denied"; this names the folder that is closed. */
export function checkPassable(home: Home, account: DatabaseAccount) {
  for (let path = home.path; ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path)
    const needed = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if (!(mode & needed)) {
      throw new StoreError(
        'home-permission',
        `The database runs as account ${account.name}, which may not pass through ${path}. ` +
          'Choose a HOLDFAST_HOME outside of it, for instance /var/lib/holdfast.',
      )
    }
    if (path === dirname(path)) return
  }
}

export function writeSettings(places: ClusterPlaces, account: DatabaseAccount | undefined, settings: string) {
  for (const [name, text] of [
    ['postgresql.conf', settings],
    ['pg_hba.conf', hostRules],
  ] as const) {
    const path = join(places.data, name)
    writeFileSync(path, text, { mode: 0o600 })
    if (account) chownSync(path, account.uid, account.gid)
  }
}

/** Free bytes of /dev/shm; 0 where there is none. */
export function freeSharedMemory(): number {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize
  } catch {
    return 0
  }
}
