import type { Database } from '../store/index.ts'

/** Begins another history: after a restore, or when the database turns out to have gone back. Answers with its id. */
export async function beginTimeline(database: Database, because: string): Promise<string> {
  return database.asPlatform((tx) => addTimeline(tx, because))
}

/** Whatever takes a statement within a transaction. */
export interface StatementDoor {
  query<R extends object>(text: string, values: unknown[]): Promise<{ rows: R[] }>
}

/** The same within a transaction of the caller's, for a restore, which is all or nothing. */
export async function addTimeline(door: StatementDoor, because: string): Promise<string> {
  const { rows } = await door.query<{ id: string }>(
    'insert into timeline (because) values ($1) returning timeline_id as id',
    [because.slice(0, 500)],
  )
  return rows[0]!.id
}

/** The history that the database tells now. */
export async function readTimeline(database: Database): Promise<string> {
  const row = await database.asPlatform(
    (tx) => tx.first<{ id: string }>('select timeline_id as id from timeline order by ordinal desc limit 1'),
    { readOnly: true },
  )
  return row!.id
}

/** Where the database stood when it was last looked at; kept outside of it. */
export interface DatabasePosition {
  readonly system: string
  readonly wal: string
  readonly timeline: string
}

/**
 * Finds out whether the database went back since `last`, as when its files were replaced by older ones, and begins another timeline
 * if so. Answers with the position to keep: the caller writes it down every few seconds and when it stops.
 */
export async function settleTimeline(
  database: Database,
  last: DatabasePosition | undefined,
): Promise<{ readonly position: DatabasePosition; readonly wentBack: boolean }> {
  const found = await readPosition(database, last)
  if (!last || !found.isBehind) return { position: found.position, wentBack: false }
  const timeline = await beginTimeline(database, `the database went back from ${last.wal} to ${found.position.wal}`)
  return { position: { ...found.position, timeline }, wentBack: true }
}

async function readPosition(database: Database, last: DatabasePosition | undefined) {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<DatabasePosition & { behind: boolean; known: boolean }>(
        // Noted is what is on disk: what is only in memory may be gone after a crash, and nobody was told that it is kept.
        `select (select system_identifier::text from pg_control_system()) as system,
                pg_current_wal_flush_lsn()::text as wal,
                (select timeline_id::text from timeline order by ordinal desc limit 1) as timeline,
                pg_current_wal_insert_lsn() < coalesce($1, '0/0')::pg_lsn as behind,
                exists (select from timeline where timeline_id = $2::uuid) as known`,
        [last?.wal ?? null, last?.timeline ?? null],
      ),
    { readOnly: true },
  )
  const { behind, known, ...position } = row!
  // Another timeline than before: begun on purpose after it, or the database is from before it began.
  if (last && last.timeline !== position.timeline) return { position, isBehind: !known }
  return { position, isBehind: last !== undefined && (behind || last.system !== position.system) }
}
