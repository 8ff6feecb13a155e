import type { Database } from '../store/index.ts'

const atOnce = 5000

/** Drops events that are older than their tenant keeps them (`settings.retention.events`), of tenants that are not held. Answers with their number. Runs once a day. */
export async function forgetEvents(database: Database): Promise<number> {
  const { rows: tenants } = await database.asMaintenance((tx) =>
    tx.query<{ id: number; days: number }>(
      `select id, (settings #>> '{retention,events}')::int as days from tenant
        where settings #> '{retention,events}' is not null and not settings ? 'legalHold' order by id`,
    ),
  )
  let dropped = 0
  for (const { id, days } of tenants)
    for (;;) {
      const { rowCount } = await database.asMaintenance((tx) =>
        tx.query(
          `delete from event where tenant_id = $1 and (kept_days, received_on, event_id) in (
             select kept_days, received_on, event_id from event where tenant_id = $1 and received_on < current_date - $2::int limit $3)`,
          [id, days, atOnce],
        ),
      )
      dropped += rowCount
      if (rowCount < atOnce) break
    }
  return dropped
}
