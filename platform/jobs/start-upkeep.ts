import type { StateFacts, TenantTransaction, Upkeep } from '../contract/index.ts'
import type { Database } from '../store/index.ts'
import { startTurns, type Turns } from './start-turns.ts'

const slowestMs = 120_000

/** Keeps doing what apps keep up, each in turns of its own, until stopped. */
export function startUpkeep(
  database: Database,
  upkeep: readonly Upkeep[],
  stateFacts: StateFacts,
  onError: (error: unknown, about: { readonly tenantId: number; readonly upkeep: string }) => void,
): { stop(): Promise<void> } {
  const turns = upkeep.map(
    (each): Turns =>
      startTurns({
        database,
        dueTenants: async () => [...(await database.asPlatform((tx) => each.due(tx as never)))],
        next: (tenantId) =>
          database.asTenant(
            tenantId,
            async (tx) =>
              !(await isLeaving(tx as never)) &&
              (await each.next(tx as unknown as TenantTransaction, Date.now(), stateFacts)),
            { idempotent: true, timeoutMs: slowestMs },
          ),
        onError: (error, about) => onError(error, { ...about, upkeep: each.id }),
      }),
  )
  return { stop: async () => void (await Promise.all(turns.map((each) => each.stop()))) }
}

/** What is written to a tenant while its rows are erased would stay. */
async function isLeaving(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ leaving: boolean }>(
    `select exists (select from tenant where id = $1 and state = 'leaving') as leaving`,
    [tx.tenantId],
  )
  return rows[0]!.leaving
}
