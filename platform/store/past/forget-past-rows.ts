import type { Database } from '../door/open-database.ts'

const atOnce = 5000
const keptDays = 731

/**
 * Drops past rows (`holdfast_remember`) that were no longer the case two years ago, or earlier than their tenant looks back (`settings.retention.past`), of all
 * tenants but those whose data is held. A list as of a time
 * within that span is not changed by it. Answers with their number. Runs once a day.
 */
export async function forgetPastRows(database: Database, now: number): Promise<number> {
  const until = (days: number | null) => new Date(now - Math.min(keptDays, days ?? keptDays) * 86_400_000).toISOString()
  const { tables, tenants } = await database.asMaintenance(async (tx) => {
    const found = await tx.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_class own on own.relnamespace = c.relnamespace and own.relname || '_past' = c.relname
        where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r' and has_table_privilege(c.oid, 'delete')
          and exists (select from pg_attribute where attrelid = c.oid and attname = 'known_until') order by 1`,
    )
    const free = await tx.query<{ id: number; days: number | null }>(
      `select id, (settings #>> '{retention,past}')::int as days from tenant where not settings ? 'legalHold' order by id`,
    )
    return { tables: found.rows.map(({ name }) => name), tenants: free.rows }
  })
  let dropped = 0
  for (const table of tables)
    for (const { id: tenant, days } of tenants) {
      for (;;) {
        const { rowCount } = await database.asMaintenance((tx) =>
          tx.query(
            `delete from ${table} where tenant_id = $1 and past_id = any (array(
               select past_id from ${table} where tenant_id = $1 and known_until < $2 order by known_until limit $3))`,
            [tenant, until(days), atOnce],
          ),
        )
        dropped += rowCount
        if (rowCount < atOnce) break
      }
    }
  return dropped
}
