import { createHash } from 'node:crypto'
import { chmodSync, constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeFileLock, tryFlock } from '../../lock/index.ts'
import type { ConnectionSettings } from '../door/connection-settings.ts'
import type { PostgresBinaries } from '../embedded/postgres-binaries.ts'
import { findPostmaster, signal } from '../embedded/postmaster.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from '../embedded/start-embedded.ts'
import { type Home, openHome } from '../home/open-home.ts'
import type { DatabaseAccess } from '../roles/database-access.ts'
import { parseDatabaseUrl } from '../roles/external-access.ts'

/** A database server that tests share, with access to any database on it. */
export interface TestServer {
  readonly name: string
  access(database: string): DatabaseAccess
  /** One process at a time, over all processes that use this server. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
}

/** One of the servers that the store is tested on. */
export interface TestServerChoice {
  readonly name: string
  /** Why it is not there, for `skip`. */
  readonly missing?: string
  /** For startForTest, when a test needs a cluster of its own. */
  readonly options: EmbeddedOptions
  start(): Promise<TestServer>
}

const debian15 = '/usr/lib/postgresql/15/bin'
const started = new Map<string, Promise<TestServer>>()

/** Fast, and as sound as a test needs: what is written survives the server, not the machine. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
  max_wal_size: '256MB',
}

/**
 * The server that tests use unless they name one: the embedded PostgreSQL, or with `HOLDFAST_TEST_SERVER=postgres://…`
 * (an administrator's login) that one. It starts when first needed and stops with the last process that uses it.
 */
export function defaultTestServer(): Promise<TestServer> {
  const chosen = process.env.HOLDFAST_TEST_SERVER
  return chosen && chosen !== 'embedded' ? externalServer(chosen) : sharedServer('embedded')
}

/** The embedded PostgreSQL 18 and Debian's 15; `missing` says why the latter is not there. */
export function testServers(): TestServerChoice[] {
  const present = existsSync(join(debian15, 'postgres'))
  return [
    { name: 'embedded 18', options: {}, start: () => sharedServer('embedded') },
    {
      name: 'Debian 15',
      ...(!present && { missing: 'PostgreSQL 15 is not installed (apt-get install postgresql-15)' }),
      options: { binaries: { bin: debian15, version: '15' } },
      start: () => sharedServer('debian15', { bin: debian15, version: '15' }),
    },
  ]
}

function sharedServer(name: string, binaries?: PostgresBinaries): Promise<TestServer> {
  const found = started.get(name) ?? startShared(name, binaries)
  started.set(name, found)
  return found
}

async function startShared(name: string, binaries: PostgresBinaries | undefined): Promise<TestServer> {
  const uid = process.getuid?.() ?? 0
  const tag = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const root = join(tmpdir(), `holdfast-test-${uid}-${tag}`)
  mkdirSync(root, { recursive: true, mode: 0o711 })
  chmodSync(root, 0o711)
  const home = openHome(join(root, name))
  const lock = join(home.path, 'starting')
  const exclusively = <T>(work: () => Promise<T>) => withFileLock(lock, work)
  const server = await exclusively(async () => {
    await stopWithLastUser(home)
    const running = await startEmbedded(home, { settings, ...(binaries && { binaries }) })
    running.leave()
    return running
  })
  const access = (database: string) => (binaries ? asExternal(server.admin!, database) : asEmbedded(server, database))
  return { name, access, exclusively }
}

async function externalServer(adminUrl: string): Promise<TestServer> {
  const admin = parseDatabaseUrl(adminUrl, 'HOLDFAST_TEST_SERVER')
  const lock = join(tmpdir(), `holdfast-test-external-${process.getuid?.() ?? 0}`)
  return {
    name: 'external',
    access: (database) => asExternal(admin, database),
    exclusively: (work) => withFileLock(lock, work),
  }
}

/** Each user holds a shared lock; who gets the exclusive one at its end was the last, even if others were killed. */
async function stopWithLastUser(home: Home) {
  const fd = openSync(join(home.path, 'users'), constants.O_RDWR | constants.O_CREAT, 0o600)
  // The last user before this one holds the exclusive lock until it is gone.
  while (!tryFlock(fd, 'shared')) await sleep(20)
  process.once('exit', () => {
    if (!tryFlock(fd, 'exclusive')) return
    const postmaster = findPostmaster(join(home.path, 'database', 'data'))
    if (postmaster) signal(postmaster, 'SIGINT')
  })
}

function asEmbedded(server: EmbeddedServer, database: string): DatabaseAccess {
  return {
    kind: 'embedded',
    admin: { ...server.admin!, database },
    roles: server.roles,
    login: (role) => ({ ...server.login(role), database }),
  }
}

/** Another server is reached as an operator's would be: an administrator's login, and one login for running. */
function asExternal(admin: ConnectionSettings, database: string): DatabaseAccess {
  const login = { user: 'holdfast_test', password: 'only-for-tests' }
  return {
    kind: 'external',
    admin: { ...admin, database },
    roles: { login },
    login: (role) => ({ ...admin, ...login, database, role: `holdfast_${role}` }),
  }
}

async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const lock = takeFileLock(path)
    if ('release' in lock) {
      try {
        return await work()
      } finally {
        lock.release()
      }
    }
    await sleep(20)
  }
}
