import { existsSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { type FileLock, takeFileLock } from '../../lock/index.ts'
import { explainHomeError, type Home } from '../home/open-home.ts'
import { StoreError } from '../store-error.ts'
import { checkPassable, freeSharedMemory, prepareFolders, writeSettings } from './cluster-files.ts'
import { type ClusterPlaces, clusterPlaces } from './cluster-places.ts'
import { readClusterState, writeClusterState } from './cluster-state.ts'
import { createCluster } from './create-cluster.ts'
import { type DatabaseAccount, databaseAccount } from './database-account.ts'
import { type EmbeddedAccess, embeddedAccess } from './embedded-access.ts'
import { type LaunchOptions, launchPostmaster } from './launch-postmaster.ts'
import { type PostgresBinaries, packagedBinaries, removeOtherCopies } from './postgres-binaries.ts'
import { postgresSettings } from './postgres-settings.ts'
import { endOrphans, findPostmaster, type Postmaster, stopPostmaster, whenReady } from './postmaster.ts'
import { makeRunDirectory, socketName } from './run-directory.ts'
import { supervise } from './supervise.ts'

export interface EmbeddedOptions {
  /** One line for people, in the order of events: "Preparing the database …". */
  readonly onProgress?: (line: string) => void
  /** The server ended by itself, is back, or did not come back (and will be tried again). */
  readonly onEvent?: (event: EmbeddedEvent) => void
  /** Gives up the start, and stops what was started. */
  readonly signal?: AbortSignal
  /** Other programs than the packaged ones, for tests against another major version. */
  readonly binaries?: PostgresBinaries
  /** Settings that replace ours, for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

export type EmbeddedEvent =
  | { readonly kind: 'ended' }
  | { readonly kind: 'restarted'; readonly pid: number }
  | { readonly kind: 'failed'; readonly error: StoreError; readonly retryInMs: number }

/** The embedded database, running and supervised by this process. */
export interface EmbeddedServer extends EmbeddedAccess {
  /** Of the running postmaster; changes with a restart. */
  readonly pid: number
  /** True when a server that a former process left behind was taken over as it ran. */
  readonly adopted: boolean
  /** Stops the server (fast, then immediately) and lets the home go. */
  stop(): Promise<void>
  /** Lets the home go and leaves the server running; the next start adopts it. */
  leave(): void
}

/**
 * Starts PostgreSQL on the home's data directory, which is made at the first start. A server left behind by a killed
 * process is adopted when it runs the same programs with the same settings, and otherwise stopped and started anew.
 * Throws StoreError: `home-in-use`, `disk-full`, `path-too-long`, `home-permission`, `account-missing`,
 * `binaries-missing`, `secrets-missing`, `database-major-changed`, `database-start-failed`.
 */
export async function startEmbedded(home: Home, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const places = clusterPlaces(home)
  const account = home.asRoot ? databaseAccount() : undefined
  const lock = lockDatabase(home, places, account)
  try {
    return await start(home, places, account, lock, options)
  } catch (error) {
    lock.release()
    throw explainHomeError(home, error)
  }
}

async function start(
  home: Home,
  places: ClusterPlaces,
  account: DatabaseAccount | undefined,
  lock: FileLock,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  const binaries = options.binaries ?? packagedBinaries({ copies: places.copies, mustCopy: home.asRoot })
  if (account) checkPassable(home, account)
  if (!existsSync(join(places.data, 'PG_VERSION'))) options.onProgress?.('Preparing the database (once) …')
  const secrets = await createCluster(places, binaries, account)
  const runDirectory = makeRunDirectory(home, account)
  const settings = postgresSettings({
    memory: totalmem(),
    runDirectory,
    sharedMemory: freeSharedMemory(),
    ...(options.settings && { overrides: options.settings }),
  })
  const digest = `${binaries.version}:${settings.digest}`
  const left = findPostmaster(places.data)
  let postmaster = left && (await takeOver(left, places, digest))
  const launch: LaunchOptions = {
    binaries,
    data: places.data,
    log: places.log,
    account,
    onRecovery: () => options.onProgress?.('The database was not stopped properly and recovers …'),
  }
  const startAnew = async (stop?: AbortSignal) => {
    await endOrphans(places.data, join(runDirectory, `${socketName}.lock`))
    const started = await launchPostmaster({ ...launch, ...(stop && { stop }) })
    writeClusterState(places.state, { pid: started.pid, started: started.started, digest, runDirectory })
    return started
  }
  const adopted = postmaster !== undefined
  if (!postmaster) {
    writeSettings(places, account, settings.text)
    postmaster = await startAnew(options.signal)
    if (!options.binaries) removeOtherCopies(places.copies, binaries)
  }
  const supervisor = supervise(postmaster, { startAnew, log: places.log, onEvent: options.onEvent ?? (() => {}) })
  return {
    ...embeddedAccess({ runDirectory, secrets }),
    adopted,
    get pid() {
      return supervisor.pid()
    },
    async stop() {
      await supervisor.stop()
      lock.release()
    },
    leave() {
      supervisor.leave()
      lock.release()
    },
  }
}

/** Keeps the server that was left behind when it is what would be started now; stops it otherwise. */
async function takeOver(left: Postmaster, places: ClusterPlaces, digest: string): Promise<Postmaster | undefined> {
  const state = readClusterState(places.state)
  const isOurs = state?.pid === left.pid && state.started === left.started && state.digest === digest
  const ready = isOurs && (await whenReady(left, places.data))
  if (ready) return ready
  await stopPostmaster(left)
  return undefined
}

function lockDatabase(home: Home, places: ClusterPlaces, account: DatabaseAccount | undefined): FileLock {
  try {
    prepareFolders(places, account)
  } catch (error) {
    throw explainHomeError(home, error)
  }
  const lock = takeFileLock(places.lock)
  if ('release' in lock) return lock
  const who = lock.heldBy ? `process ${lock.heldBy}` : 'another process'
  throw new StoreError(
    'home-in-use',
    `The database in ${home.path} is already run by ${who}. Stop it, or choose another HOLDFAST_HOME for a second instance.`,
  )
}
