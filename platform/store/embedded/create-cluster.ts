import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from '../store-error.ts'
import type { ClusterPlaces } from './cluster-places.ts'
import { type ClusterSecrets, makeSecrets, readSecrets } from './cluster-secrets.ts'
import type { DatabaseAccount } from './database-account.ts'
import { explainLog } from './explain-log.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { endProcessesOf } from './postmaster.ts'

/** The superuser of the embedded cluster. Only migrations and roles are made with it. */
export const superuser = 'holdfast_superuser'

/**
 * Makes the data directory when there is none, in one step as seen from outside: what an interrupted attempt left is
 * removed. Answers with the cluster's passwords.
 */
export async function createCluster(
  places: ClusterPlaces,
  binaries: PostgresBinaries,
  account: DatabaseAccount | undefined,
): Promise<ClusterSecrets> {
  await removeInterrupted(places)
  const secrets = readSecrets(places.secrets)
  if (existsSync(join(places.data, 'PG_VERSION'))) {
    checkMajor(places, binaries)
    if (secrets) return secrets
    throw new StoreError(
      'secrets-missing',
      `${places.secrets} is gone, and with it the passwords of the database beside it. Restore the file, or the home from a backup.`,
    )
  }
  const made = secrets ?? makeSecrets(places.secrets)
  const partial = join(places.root, `data.part-${process.pid}`)
  mkdirSync(partial, { mode: 0o700 })
  const passwordFile = join(partial, '..', `data.part-${process.pid}-password`)
  writeFileSync(passwordFile, `${made.superuser}\n`, { mode: 0o600 })
  if (account) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    await runInitdb(binaries, account, partial, passwordFile, places.data)
    renameSync(partial, places.data)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(partial, { recursive: true, force: true })
  }
  return made
}

/** The initdb of a killed start lives on for a moment, and would write again what is removed. */
async function removeInterrupted(places: ClusterPlaces) {
  const left = readdirSync(places.root).filter((name) => name.startsWith('data.part-'))
  for (const path of left.map((name) => join(places.root, name))) {
    await endProcessesOf(path)
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

function checkMajor(places: ClusterPlaces, binaries: PostgresBinaries) {
  const written = readFileSync(join(places.data, 'PG_VERSION'), 'utf8').trim()
  const major = binaries.version.split('.')[0]
  if (written === major) return
  throw new StoreError(
    'database-major-changed',
    `The database at ${places.data} is of PostgreSQL ${written}, this program brings ${major}. ` +
      'Export it with the program that wrote it ("holdfast backup") and restore it into a new home.',
  )
}

/** C locale and UTF-8: keys compare byte by byte, here as in an external database. */
function runInitdb(
  binaries: PostgresBinaries,
  account: DatabaseAccount | undefined,
  data: string,
  passwordFile: string,
  where: string,
): Promise<void> {
  const choices = ['-D', data, '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums']
  return new Promise((resolve, reject) => {
    const child = spawn(
      join(binaries.bin, 'initdb'),
      [...choices, '--no-locale', '--encoding=UTF8', '--no-instructions'],
      {
        cwd: '/',
        env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(account && { uid: account.uid, gid: account.gid }),
      },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-16_384)
      })
    }
    child.on('error', (error) => reject(explainLog(`could not run initdb: ${error.message}`, where)))
    child.on('close', (code) => (code === 0 ? resolve() : reject(explainLog(output, where))))
  })
}
