import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { DatabaseUnavailable, StoreError } from '../store-error.ts'
import { cancelQuery } from './cancel-query.ts'
import { explainQueryError, isConnectionLost, isTransient } from './explain-query-error.ts'
import { PoolTransaction } from './pool-transaction.ts'
import type { RolePool } from './role-pool.ts'
import type { Transaction } from './transaction.ts'

/** Whom a transaction is limited for. Throws `scope-invalid` where it is none. */
export interface TransactionScope {
  /** Internal id. */
  readonly id: number
  /** Public id of the person or token that asks. */
  readonly caller: string
}

/** Choices for one transaction. */
export interface TransactionOptions {
  readonly readOnly?: boolean
  /** For the whole transaction, in milliseconds; 30,000 unless told. Throws `timeout`. */
  readonly timeoutMs?: number
  /** `repeatable read` gives one snapshot to all queries, as an export needs. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readonly signal?: AbortSignal
  /** Limits a tenant's transaction to what one scope shows. Everything when absent. */
  readonly scope?: TransactionScope | undefined
  /**
   * The work may be run again from its beginning: after a serialization failure, a deadlock, or a broken connection,
   * even when the first run was committed unseen. Tried up to six times, over about ten seconds while the database is away.
   */
  readonly idempotent?: boolean
  /**
   * The work may be run again when its first run was surely undone: after a serialization failure or a deadlock, up to six times. What it does
   * outside of the transaction must bear that.
   */
  readonly againWhenUndone?: boolean
}

const triesAtMost = 6
const defaultTimeout = 30_000

/** Runs `work` in a transaction on a connection of the pool, for one tenant or for the platform. */
export async function runTransaction<T>(
  pool: RolePool,
  tenantId: number | undefined,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, tenantId, work, options)
    } catch (raw) {
      const error = explainQueryError(raw)
      const away = error instanceof DatabaseUnavailable
      const again = options.idempotent ? away || isTransient(error) : options.againWhenUndone && isTransient(error)
      if (!again || attempt >= triesAtMost) throw error
      // Two that met in a deadlock must not meet again, thus a random part. A database that is away gets its seconds to come back in any case.
      const pause = away ? 100 * 2 ** attempt * (1 + Math.random()) : 5 * 2 ** attempt * (0.5 + Math.random())
      await sleep(pause, undefined, options.signal && { signal: options.signal })
    }
  }
}

async function once<T>(
  pool: RolePool,
  tenantId: number | undefined,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  options.signal?.throwIfAborted()
  const client = await begin(pool, beginText(tenantId, options))
  const limit = new AbortController()
  const timeoutMs = options.timeoutMs ?? defaultTimeout
  const timer = setTimeout(
    () => limit.abort(new StoreError('timeout', `A transaction took longer than ${timeoutMs} ms.`)),
    timeoutMs,
  )
  const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal
  const transaction = new PoolTransaction(client, { tenantId, signal, onQuery: pool.onQuery })
  const abandoned = abandonOnAbort(pool, client, signal)
  let broken = false
  try {
    const value = await Promise.race([work(transaction), abandoned.promise])
    await transaction.end()
    signal.throwIfAborted()
    await commit(client)
    return value
  } catch (error) {
    await transaction.end()
    broken = signal.aborted || isConnectionLost(error) || !(await rollback(client))
    throw signal.aborted ? signal.reason : error
  } finally {
    clearTimeout(timer)
    abandoned.forget()
    // A cancellation that is still on its way, also one that began during the rollback or the commit, must not hit the next user of the connection.
    client.release(broken || signal.aborted)
  }
}

/** When the signal comes: cancels what runs, and cuts the connection to a server that does not answer. */
function abandonOnAbort(pool: RolePool, client: pg.PoolClient, signal: AbortSignal) {
  let cut: NodeJS.Timeout | undefined
  let onAbort = () => {}
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => {
      void cancelQuery(client, pool.settings)
      cut = setTimeout(() => client.connection.stream.destroy(), 5000)
      reject(signal.reason)
    }
  })
  promise.catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    promise,
    forget() {
      clearTimeout(cut)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

/** Begin and setting the tenant are one round trip. A connection that died while idle is replaced once. */
async function begin(pool: RolePool, text: string): Promise<pg.PoolClient> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.take()
    try {
      await client.query(text)
      return client
    } catch (error) {
      client.release(true)
      if (attempt > 1 || !isConnectionLost(error)) throw error
    }
  }
}

function beginText(tenantId: number | undefined, options: TransactionOptions): string {
  const mode = [options.isolation && `isolation level ${options.isolation}`, options.readOnly && 'read only']
    .filter(Boolean)
    .join(' ')
  const timeoutMs = Math.max(1, Math.trunc(options.timeoutMs ?? defaultTimeout))
  return (
    `begin ${mode}; set local holdfast.tenant = '${tenantId ?? ''}'; ` +
    `set local holdfast.scope = '${tenantId === undefined ? 'platform' : ''}'; ` +
    `set local statement_timeout = ${timeoutMs}; set local idle_in_transaction_session_timeout = ${timeoutMs + 10_000}` +
    (options.scope ? limitText(options.scope) : `; set local holdfast.scope_id = ''`)
  )
}

/** What is counted over the whole tenant lies behind what is counted over the scope: under the same name, later in the search path. */
function limitText({ id, caller }: TransactionScope): string {
  if (!Number.isSafeInteger(id) || id < 1 || !/^[a-z]{3}_[0-9A-Za-z]{22}$/.test(caller))
    throw new StoreError('scope-invalid', `${id} of ${caller} is no scope.`)
  return (
    `; set local holdfast.scope_id = '${id}'; set local holdfast.caller = '${caller}'; ` +
    'set local search_path = holdfast_scoped, holdfast, pg_temp; set local role holdfast_scoped'
  )
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: then an error was swallowed by `work`. */
async function commit(client: pg.PoolClient): Promise<void> {
  let result: pg.QueryResult
  try {
    result = await client.query('commit')
  } catch (cause) {
    if (!isConnectionLost(cause)) throw cause
    throw new DatabaseUnavailable('The connection to the database broke while committing.', {
      cause,
      maybeCommitted: true,
    })
  }
  if (result.command === 'COMMIT') return
  throw new StoreError(
    'transaction-rolled-back',
    'A query failed, its error was caught, and the transaction was undone. Use savepoint for that.',
  )
}

/** False when the connection cannot be used again. */
async function rollback(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback')
    return true
  } catch {
    return false
  }
}
