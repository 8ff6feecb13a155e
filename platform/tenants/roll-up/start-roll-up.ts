import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantTransaction } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'

export interface RollUpOptions {
  readonly database: Database
  readonly onError: (error: unknown) => void
  /** How often is looked for tenants that changed, in milliseconds; 2000 unless told. */
  readonly pollMs?: number
}

const atOnce = 200
/** Each tenant is counted this often although it told of nothing, since a source falls silent without a word. */
const anyway = '5 minutes'

/** Keeps the numbers that providers see of their tenants, until stopped. */
export function startRollUp({ database, onError, pollMs = 2000 }: RollUpOptions): { stop(): Promise<void> } {
  const stop = new AbortController()
  const run = async () => {
    while (!stop.signal.aborted) {
      let counted = 0
      try {
        counted = await countTenants(database)
      } catch (error) {
        if (!stop.signal.aborted) onError(error)
      }
      // A full turn leaves the database to others for a moment; what waits comes soon.
      await sleep(counted < atOnce ? pollMs : 50, undefined, { signal: stop.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    async stop() {
      stop.abort()
      await running
    },
  }
}

/** Counts some of the tenants that changed since they were counted; answers how many. Several may do so at once. */
export async function countTenants(database: Database, most = atOnce): Promise<number> {
  return database.asPlatform(
    async (tx) => {
      const row = await tx.first<{ counted: number }>('select tenant_rollup_refresh($1, $2) as counted', [most, anyway])
      return row!.counted
    },
    { timeoutMs: 120_000 },
  )
}

/** Lets the transaction's tenant count itself for its provider, at once. */
export async function countOwnTenant(tx: TenantTransaction): Promise<void> {
  await tx.query('select tenant_rollup_now()')
}
