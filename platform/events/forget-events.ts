import { type Database, dropInSets, ownKeptDays } from '../store/index.ts'

/** Drops events that are older than their tenant keeps them (`settings.retention.events`), of tenants that are not held. Answers with their number. Runs once a day. */
export async function forgetEvents(database: Database): Promise<number> {
  let dropped = 0
  for (const { id, days } of await ownKeptDays(database, 'events'))
    dropped += await dropInSets(
      database,
      `delete from event where tenant_id = $1 and (kept_days, received_on, event_id) in (
         select kept_days, received_on, event_id from event where tenant_id = $1 and received_on < current_date - $2::int limit $3)`,
      [id, days],
    )
  return dropped
}
