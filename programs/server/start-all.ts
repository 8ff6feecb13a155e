import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureFirstOwner, type Member } from '@holdfast/platform/access'
import { settleRestore } from '@holdfast/platform/backup'
import {
  type Database,
  type DatabaseAccess,
  type EmbeddedServer,
  externalAccess,
  type FileLock,
  type Home,
  lockHome,
  migrate,
  openDatabase,
  openHome,
  startEmbedded,
} from '@holdfast/platform/store'
import { keepPosition } from './keep-position.ts'
import { type OwnAgent, startOwnAgent } from './own-agent.ts'
import { allParts } from './parts.ts'
import type { Settings } from './settings.ts'
import { type SupervisedProcess, superviseProcess } from './supervised-process.ts'

export interface Running {
  readonly home: Home
  readonly database: Database
  readonly owner: Member
  readonly port: number
  readonly tlsPort: number | undefined
  /** This host's own agent; undefined where it was not wanted, rejects where it cannot be started. */
  readonly agent: Promise<OwnAgent | undefined>
  /** Ends everything that was started, in the order in which they need each other. */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly settings: Settings
  readonly stop: AbortSignal
  /** One line for people, in the order of events. */
  readonly onProgress: (line: string) => void
  /** Start this host's own agent too. */
  readonly agent: boolean
}

const graceMs = 8000

/**
 * Starts the whole installation: database, migrations, server and worker, as much as possible at the same time.
 * Throws StoreError, ProcessFailure; then nothing is left running.
 */
export async function startAll(options: StartOptions): Promise<Running> {
  const { settings, onProgress, stop } = options
  const home = openHome(settings.home)
  const started = new Started(lockHome(home))
  try {
    if (await settleRestore(home)) onProgress('A restore that was interrupted at its very end is finished.')
    // They load their code, and the web interface is built, while the database starts.
    const server = launch('server', settings, home, onProgress)
    const worker = launch('worker', settings, home, onProgress)
    started.processes = [server, worker]
    const web = buildInterface(onProgress)
    if (!settings.databaseUrl) started.embedded = await startDatabase(home, onProgress)
    stop.throwIfAborted()
    const access: DatabaseAccess =
      started.embedded ?? externalAccess({ url: settings.databaseUrl!, adminUrl: settings.databaseAdminUrl })
    const { serverFaces } = await import('../../apps/server.ts')
    const parts = allParts(serverFaces)
    if (access.admin) await migrate({ access, parts, onProgress: once(() => onProgress('Migrating the database …')) })
    worker.begin()
    const database = await openDatabase({ access, parts, connections: { app: 3, jobs: 1, maintenance: 1 } })
    started.database = database
    started.position = await keepPosition(database, home.path, () =>
      onProgress('The database is older than it was: sources are asked to send anew what it has forgotten.'),
    )
    const owner = await ensureFirstOwner(database, {
      tenant: 'My organisation',
      person: userInfo().username || 'owner',
    })
    await web
    stop.throwIfAborted()
    server.begin()
    const aborted = whenAborted(stop)
    const [{ port = settings.port, tlsPort }] = await Promise.race([Promise.all([server.ready, worker.ready]), aborted])
    const own = { home, database, tenantId: owner.tenantId, port, onProgress }
    started.agent = options.agent ? startOwnAgent(own) : Promise.resolve(undefined)
    started.agent.catch((error: Error) => onProgress(`This host's agent does not start: ${error.message}`))
    return { home, database, owner, port, tlsPort, agent: started.agent, stop: () => started.end() }
  } catch (error) {
    await started.end()
    throw error
  }
}

/** What has been started so far, and how it ends: whoever needs others goes before them. */
class Started {
  agent: Promise<OwnAgent | undefined> | undefined
  processes: readonly SupervisedProcess[] = []
  position: { stop(): Promise<void> } | undefined
  database: Database | undefined
  embedded: EmbeddedServer | undefined
  readonly #lock: FileLock
  #ending: Promise<void> | undefined

  constructor(lock: FileLock) {
    this.#lock = lock
  }

  end(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  async #end(): Promise<void> {
    // What the agent sees while the rest goes down would only wait on its disk.
    await this.agent?.then((own) => own?.stop(graceMs)).catch(() => {})
    await Promise.all(this.processes.map((each) => each.stop(graceMs)))
    await this.position?.stop()
    await this.database?.close()
    await this.embedded?.stop()
    this.#lock.release()
  }
}

/** Only the first of many lines matters to whoever waits. */
function once(tell: () => void): () => void {
  let told = false
  return () => {
    if (!told) tell()
    told = true
  }
}

/** Without the web interface everything else still works. */
async function buildInterface(onProgress: (line: string) => void): Promise<void> {
  try {
    const { buildWeb } = await import('../web/build.ts')
    await buildWeb({ log: onProgress })
  } catch (error) {
    const [line] = (error as Error).message.split('\n')
    onProgress(`There is no web interface: ${line}`)
  }
}

function startDatabase(home: Home, onProgress: (line: string) => void): Promise<EmbeddedServer> {
  onProgress('Starting the database …')
  return startEmbedded(home, {
    onProgress,
    onEvent: (event) => {
      if (event.kind === 'ended') onProgress('The database ended by itself and is started again …')
      if (event.kind === 'restarted') onProgress('The database is back.')
      if (event.kind === 'failed') onProgress(`The database does not start: ${event.error.message}`)
    },
  })
}

function launch(
  kind: 'server' | 'worker',
  settings: Settings,
  home: Home,
  onProgress: (line: string) => void,
): SupervisedProcess {
  return superviseProcess({
    name: kind,
    module: fileURLToPath(new URL('./main.ts', import.meta.url)),
    args: [kind],
    log: join(home.path, 'logs', `${kind}.out`),
    environment: {
      ...process.env,
      HOLDFAST_HOME: home.path,
      HOLDFAST_PORT: String(settings.port),
      HOLDFAST_TLS_PORT: String(settings.tlsPort),
    },
    onEvent: (event) => {
      if (event.kind === 'ended') onProgress(`The ${kind} ended (${event.reason}) and is started again …`)
      else if (event.restarts > 0) onProgress(`The ${kind} is back.`)
    },
  })
}

function whenAborted(stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (stop.aborted) reject(stop.reason)
    stop.addEventListener('abort', () => reject(stop.reason), { once: true })
  })
}
