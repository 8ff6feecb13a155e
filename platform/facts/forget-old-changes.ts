import type { Database } from '../store/index.ts'
import type { FactRegistry } from './fact-registry.ts'

const atOnce = 5000

/**
 * Drops versions of items that ended longer ago than their fact says that history is kept (`keepFor`), of all tenants. Answers with the
 * number of dropped versions. Runs once a day.
 */
export async function forgetOldChanges(database: Database, registry: FactRegistry, now: number): Promise<number> {
  let dropped = 0
  for (const [fact, { type }] of registry) {
    for (;;) {
      const { rowCount } = await database.asMaintenance((tx) =>
        tx.query(
          `delete from fact_change using (
             select tenant_id, fact_change_id from fact_change
              where fact = $1 and received_until < $2::timestamptz - $3::interval
                and not exists (select from tenant h where h.id = fact_change.tenant_id and h.settings ? 'legalHold') order by received_until limit $4) old
            where fact_change.tenant_id = old.tenant_id and fact_change.fact_change_id = old.fact_change_id`,
          [fact, new Date(now).toISOString(), type.keepFor, atOnce],
        ),
      )
      dropped += rowCount
      if (rowCount < atOnce) break
    }
  }
  return dropped + (await forgetShorter(database, now))
}

/** Tenants may look back for a shorter time: `settings.retention.past`. */
async function forgetShorter(database: Database, now: number): Promise<number> {
  const { rows: tenants } = await database.asMaintenance((tx) =>
    tx.query<{ id: number; days: number }>(
      `select id, (settings #>> '{retention,past}')::int as days from tenant
        where settings #> '{retention,past}' is not null and not settings ? 'legalHold' order by id`,
    ),
  )
  let dropped = 0
  for (const { id, days } of tenants)
    for (;;) {
      const { rowCount } = await database.asMaintenance((tx) =>
        tx.query(
          `delete from fact_change where tenant_id = $1 and fact_change_id = any (array(
             select fact_change_id from fact_change where tenant_id = $1 and received_until < $2 limit $3))`,
          [id, new Date(now - days * 86_400_000).toISOString(), atOnce],
        ),
      )
      dropped += rowCount
      if (rowCount < atOnce) break
    }
  return dropped
}
