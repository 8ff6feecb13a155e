import type { Database } from '../store/index.ts'

const daysAhead = 7

/** Makes the days to come ready and drops those that are over. Runs at the start of a worker and once a day; any number may at once. */
export async function keepEventPartitions(
  database: Database,
): Promise<{ readonly made: number; readonly dropped: number }> {
  return database.asMaintenance(async (tx) => {
    const made = await tx.first<{ n: number }>(`select event_make_partitions(current_date + ${daysAhead}) as n`)
    // A day's events of all tenants lie together: while one of them is held, all stay.
    const dropped = await tx.first<{ n: number }>(
      `select case when exists (select from tenant where settings ? 'legalHold') then 0 else event_drop_partitions(current_date) end as n`,
    )
    return { made: made!.n, dropped: dropped!.n }
  })
}
