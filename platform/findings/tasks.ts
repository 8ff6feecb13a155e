import type { TenantTransaction } from '../contract/index.ts'
import type { PeriodicTask } from '../jobs/index.ts'
import { runAllDueExceptions } from './exceptions/run-due.ts'
import { compactCounts } from './reading/count-findings.ts'

/** Rows from which on adding up pays. */
const crowded = 500

/** Lets exceptions begin and end. */
const runExceptions: PeriodicTask = {
  id: 'findings.run-exceptions',
  cron: '* * * * *',
  run: async (database) => void (await runAllDueExceptions(database, new Date().toISOString())),
}

/** Adds up kept counts where many rows have gathered. */
const compact: PeriodicTask = {
  id: 'findings.compact-counts',
  cron: '*/5 * * * *',
  async run(database, stop) {
    const { rows } = await database.asPlatform((tx) =>
      tx.query<{ tenant_id: number }>('select tenant_id from finding_count_crowded($1)', [crowded]),
    )
    for (const { tenant_id } of rows) {
      stop.throwIfAborted()
      await database.asTenant(tenant_id, (tx) => compactCounts(tx as unknown as TenantTransaction), {
        idempotent: true,
      })
    }
  },
}

/** What findings need to have done by the clock. */
export const findingsTasks: readonly PeriodicTask[] = [runExceptions, compact]
