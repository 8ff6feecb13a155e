import type pg from 'pg'
import { checkSchema } from '../migrate/compare-schema.ts'
import { allParts } from '../migrate/migrate.ts'
import { type Part, readMigrations } from '../migrate/read-migrations.ts'
import { checkRunningLogin } from '../roles/check-running-login.ts'
import type { DatabaseAccess, LoginRole } from '../roles/database-access.ts'
import { StoreError } from '../store-error.ts'
import { connectClient, takeRole } from './connect-client.ts'
import { Listener, type NoticeHandler } from './listener.ts'
import type { SlowQuery } from './pool-transaction.ts'
import { type PoolStats, RolePool } from './role-pool.ts'
import { runTransaction, type TransactionOptions } from './run-transaction.ts'
import type { InTenant, Transaction } from './transaction.ts'

export interface OpenDatabaseOptions {
  readonly access: DatabaseAccess
  /** Checks that the schema is this program's. Throws `schema-older`, `schema-newer`, `migration-changed`. */
  readonly parts?: readonly Part[]
  /** Connections per role; app 10, jobs 5, maintenance 2 unless told. */
  readonly connections?: Partial<Record<LoginRole, number>>
  /** Queries from this many milliseconds on are told to `onSlow`; 500 unless told. */
  readonly slowMs?: number
  readonly onSlow?: (query: SlowQuery) => void
  /** An idle connection broke. It is replaced when needed; this is for the log. */
  readonly onLost?: (error: Error) => void
}

/** The one door to the database. */
export interface Database {
  readonly access: DatabaseAccess
  /**
   * Runs `work` in a transaction that sees and writes the rows of one tenant. Throws `tenant-invalid`, `timeout`,
   * `database-busy`, DatabaseUnavailable, what `work` throws, and PostgreSQL's own errors with their SQLSTATE in `code`.
   */
  asTenant<T>(tenantId: number, work: (tx: InTenant) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Runs `work` in a transaction of no tenant: it sees the tables that were opened to the platform, and no tenant's. */
  asPlatform<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** As asPlatform, as the role of partitions, retention and backup, which reads all tenants' rows and writes none. */
  asMaintenance<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Hears NOTIFY on a channel until closed; reconnects by itself. */
  listen(channel: string, handler: NoticeHandler): Promise<{ close(): Promise<void> }>
  /** The bare pool of the jobs role, for the job queue's own library. */
  jobsPool(): pg.Pool
  stats(): PoolStats[]
  close(): Promise<void>
}

const defaultConnections: Record<LoginRole, number> = { app: 10, jobs: 5, maintenance: 2 }

/** Opens the door. Refuses a login that could look past the tenants' border (`role-too-strong`). */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { access } = options
  // The login itself is looked at first: taking on a role would hide how strong it is.
  const { role, ...login } = access.login('app')
  const client = await connectClient(login)
  try {
    await checkRunningLogin(client)
    await takeRole(client, { ...login, ...(role && { role }) })
    if (options.parts) await checkSchema(client, await readMigrations(allParts(options.parts)))
  } finally {
    await client.end().catch(() => {})
  }
  const pools = new Map<LoginRole, RolePool>()
  const pool = (role: LoginRole): RolePool => {
    const found = pools.get(role) ?? makePool(role, options)
    pools.set(role, found)
    return found
  }
  const listener = new Listener(access.login('app'))
  return {
    access,
    async asTenant(tenantId, work, choices = {}) {
      if (!Number.isInteger(tenantId) || tenantId < 1 || tenantId > 2_147_483_647) {
        throw new StoreError('tenant-invalid', `${tenantId} is no tenant id.`)
      }
      return runTransaction(pool('app'), tenantId, (tx) => work(tx as InTenant), choices)
    },
    asPlatform: (work, choices = {}) => runTransaction(pool('app'), undefined, work, choices),
    asMaintenance: (work, choices = {}) => runTransaction(pool('maintenance'), undefined, work, choices),
    listen: (channel, handler) => listener.listen(channel, handler),
    jobsPool: () => pool('jobs').pg,
    stats: () => [...pools.values()].map((each) => each.stats()),
    async close() {
      await listener.close()
      await Promise.all([...pools.values()].map((each) => each.pg.end()))
      pools.clear()
    },
  }
}

function makePool(role: LoginRole, options: OpenDatabaseOptions): RolePool {
  const limit = options.connections?.[role] ?? defaultConnections[role]
  const slowMs = options.slowMs ?? 500
  return new RolePool({
    role,
    limit,
    settings: options.access.login(role),
    waitingLimit: limit * 50,
    onLost: options.onLost ?? (() => {}),
    onQuery: (query) => {
      if (query.ms >= slowMs) options.onSlow?.(query)
    },
  })
}
