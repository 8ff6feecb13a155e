import type { Database } from '../door/open-database.ts'
import { dropInSets } from './drop-in-sets.ts'
import { keptDays } from './kept-days.ts'

const mostDays = 731

/**
 * Drops past rows (`holdfast_remember`) that were no longer the case two years ago, or earlier than their tenant looks back (`settings.retention.past`), of all
 * tenants but those whose data is held. A list as of a time within that span is not changed by it. Answers with their number. Runs once a day.
 */
export async function forgetPastRows(database: Database, now: number): Promise<number> {
  const { rows: tables } = await database.asMaintenance((tx) =>
    tx.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_class own on own.relnamespace = c.relnamespace and own.relname || '_past' = c.relname
        where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r' and has_table_privilege(c.oid, 'delete')
          and exists (select from pg_attribute where attrelid = c.oid and attname = 'known_until') order by 1`,
    ),
  )
  const tenants = await keptDays(database, 'past')
  let dropped = 0
  for (const { name } of tables)
    for (const { id, days } of tenants)
      dropped += await dropInSets(
        database,
        `delete from ${name} where tenant_id = $1 and past_id = any (array(
           select past_id from ${name} where tenant_id = $1 and known_until < $2 order by known_until limit $3))`,
        [id, new Date(now - Math.min(mostDays, days ?? mostDays) * 86_400_000).toISOString()],
      )
  return dropped
}
