import pg from 'pg'
import type { LoginRole } from '../roles/database-access.ts'
import { StoreError } from '../store-error.ts'
import { clientConfig, explainConnectError, takeRole } from './connect-client.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import type { SlowQuery } from './pool-transaction.ts'

/** Connections of one role, counted for metrics. */
export interface PoolStats {
  readonly role: LoginRole
  readonly open: number
  readonly idle: number
  readonly waiting: number
  readonly limit: number
}

export interface RolePoolOptions {
  readonly role: LoginRole
  readonly settings: ConnectionSettings
  readonly limit: number
  /** More callers than this waiting for a connection are turned away with `database-busy`. */
  readonly waitingLimit: number
  readonly onQuery: (query: SlowQuery) => void
  readonly onLost: (error: Error) => void
}

/** A bounded pool of connections that all act as one role. */
export class RolePool {
  readonly settings: ConnectionSettings
  readonly onQuery: (query: SlowQuery) => void
  readonly pg: pg.Pool
  readonly #options: RolePoolOptions

  constructor(options: RolePoolOptions) {
    this.#options = options
    this.settings = options.settings
    this.onQuery = options.onQuery
    this.pg = new pg.Pool({
      ...clientConfig(options.settings, `holdfast ${options.role}`),
      max: options.limit,
      idleTimeoutMillis: 60_000,
      // Plans and caches of a connection grow with the tables it has met.
      maxLifetimeSeconds: 3600,
      onConnect: async (client) => {
        // While a client is in use nobody else listens, and an unheard error would end the process.
        client.on('error', () => {})
        await takeRole(client, options.settings)
      },
    })
    this.pg.on('error', options.onLost)
  }

  /** A connection; the caller releases it. Throws `database-unavailable`, `database-busy`, `database-login`. */
  async take(): Promise<pg.PoolClient> {
    const { role, waitingLimit, limit } = this.#options
    if (this.pg.waitingCount >= waitingLimit) throw this.#busy(`${waitingLimit} callers already wait`)
    try {
      return await this.pg.connect()
    } catch (error) {
      if ((error as Error).message === 'timeout exceeded when trying to connect' && this.pg.totalCount >= limit) {
        throw this.#busy('none became free in 10 s')
      }
      if (this.pg.ending)
        throw new StoreError('database-unavailable', `The pool of role ${role} is closed.`, { cause: error })
      throw error instanceof StoreError ? error : explainConnectError(error, this.settings)
    }
  }

  stats(): PoolStats {
    const { totalCount, idleCount, waitingCount } = this.pg
    return {
      role: this.#options.role,
      open: totalCount,
      idle: idleCount,
      waiting: waitingCount,
      limit: this.#options.limit,
    }
  }

  #busy(why: string): StoreError {
    const { role, limit } = this.#options
    return new StoreError('database-busy', `All ${limit} database connections of role ${role} are in use and ${why}.`)
  }
}
