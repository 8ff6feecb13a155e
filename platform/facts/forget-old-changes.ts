import { type Database, dropInSets, ownKeptDays } from '../store/index.ts'
import type { FactRegistry } from './fact-registry.ts'

/**
 * Drops versions of items that ended longer ago than their fact says that history is kept (`keepFor`), of all tenants, and than their tenant looks back
 * (`settings.retention.past`). Answers with the number of dropped versions. Runs once a day.
 */
export async function forgetOldChanges(database: Database, registry: FactRegistry, now: number): Promise<number> {
  let dropped = 0
  for (const [fact, { type }] of registry)
    dropped += await dropInSets(
      database,
      `delete from fact_change using (
         select tenant_id, fact_change_id from fact_change
          where fact = $1 and received_until < $2::timestamptz - $3::interval
            and not exists (select from tenant h where h.id = fact_change.tenant_id and h.settings ? 'legalHold') order by received_until limit $4) old
        where fact_change.tenant_id = old.tenant_id and fact_change.fact_change_id = old.fact_change_id`,
      [fact, new Date(now).toISOString(), type.keepFor],
    )
  for (const { id, days } of await ownKeptDays(database, 'past'))
    dropped += await dropInSets(
      database,
      `delete from fact_change where tenant_id = $1 and fact_change_id = any (array(
         select fact_change_id from fact_change where tenant_id = $1 and received_until < $2 limit $3))`,
      [id, new Date(now - days * 86_400_000).toISOString()],
    )
  return dropped
}
