import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureFirstOwner, type Member } from '@holdfast/platform/access'
import {
  type Database,
  type DatabaseAccess,
  type EmbeddedServer,
  externalAccess,
  type Home,
  lockHome,
  migrate,
  openDatabase,
  openHome,
  startEmbedded,
} from '@holdfast/platform/store'
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
  /** This host's own agent; rejects where it cannot be started. */
  readonly agent: Promise<OwnAgent>
  /** Ends everything that was started, in the order in which they need each other. */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly settings: Settings
  readonly stop: AbortSignal
  /** One line for people, in the order of events. */
  readonly onProgress: (line: string) => void
}

const graceMs = 8000

/**
 * Starts the whole installation: database, migrations, server and worker, as much as possible at the same time.
 * Throws StoreError, ProcessFailure; then nothing is left running.
 */
export async function startAll(options: StartOptions): Promise<Running> {
  const { settings, onProgress, stop } = options
  const home = openHome(settings.home)
  const lock = lockHome(home)
  const ending: (() => Promise<void> | void)[] = [() => lock.release()]
  const end = async () => {
    for (const each of ending.reverse()) await each()
    ending.length = 0
  }
  try {
    // They load their code while the database starts.
    const server = launch('server', settings, home, onProgress)
    const worker = launch('worker', settings, home, onProgress)
    const processes = [server, worker]
    ending.push(async () => void (await Promise.all(processes.map((each) => each.stop(graceMs)))))
    const embedded = settings.databaseUrl ? undefined : await startDatabase(home, onProgress)
    // The database goes last.
    if (embedded) ending.splice(1, 0, () => embedded.stop())
    stop.throwIfAborted()
    const access: DatabaseAccess =
      embedded ?? externalAccess({ url: settings.databaseUrl!, adminUrl: settings.databaseAdminUrl })
    const { serverFaces } = await import('../../apps/server.ts')
    const parts = allParts(serverFaces)
    if (access.admin) await migrate({ access, parts, onProgress })
    for (const each of processes) each.begin()
    const database = await openDatabase({ access, parts, connections: { app: 3, jobs: 1, maintenance: 1 } })
    ending.splice(embedded ? 2 : 1, 0, () => database.close())
    const owner = await ensureFirstOwner(database, {
      tenant: 'My organisation',
      person: userInfo().username || 'owner',
    })
    const aborted = whenAborted(stop)
    const [{ port = settings.port, tlsPort }] = await Promise.race([Promise.all([server.ready, worker.ready]), aborted])
    const agent = startOwnAgent({ home, database, tenantId: owner.tenantId, port, onProgress })
    // It ends first: what it sees while the rest goes down would only wait on its disk.
    ending.push(async () => {
      const own = await agent.catch(() => undefined)
      await own?.stop(graceMs)
    })
    agent.catch((error: Error) => onProgress(`This host's agent does not start: ${error.message}`))
    return { home, database, owner, port, tlsPort, agent, stop: end }
  } catch (error) {
    await end()
    throw error
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
