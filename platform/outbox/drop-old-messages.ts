import type { Database } from '../store/index.ts'

/** How long a screen or a webhook may be away and still resume where it was. */
const keptMs = 24 * 3600_000
const atOnce = 10_000

/**
 * Drops what is older than a day, of all tenants; answers with the number of dropped messages. Runs every few minutes.
 * Readers who are further behind are told to start anew.
 */
export async function dropOldMessages(database: Database, now: Date, olderThanMs = keptMs): Promise<number> {
  const before = new Date(now.getTime() - olderThanMs)
  let dropped = 0
  for (;;) {
    const count = await database.asMaintenance(async (tx) => {
      const row = await tx.first<{ count: number }>(statement, [before, atOnce])
      return row?.count ?? 0
    })
    dropped += count
    if (count < atOnce) return dropped
  }
}

const statement = `
  with old as (
    select tenant_id, id from outbox where at < $1 and seq is not null order by at limit $2
  ), gone as (
    delete from outbox using old where outbox.tenant_id = old.tenant_id and outbox.id = old.id
    returning outbox.tenant_id, outbox.seq
  ), ends as (
    select tenant_id, max(seq) as seq, count(*) as many from gone group by tenant_id
  ), marked as (
    update outbox_head head set dropped = greatest(head.dropped, ends.seq)
      from ends where head.tenant_id = ends.tenant_id returning ends.many
  )
  select coalesce(sum(many), 0)::int as count from marked`
