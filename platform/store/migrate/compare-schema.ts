import type pg from 'pg'
import { StoreError } from '../store-error.ts'
import type { Migration } from './read-migrations.ts'

interface Applied {
  part: string
  number: number
  name: string
  digest: string
}

/**
 * The migrations that the database still lacks. Throws `schema-newer` when it has one that this program does not know,
 * `migration-changed` when an applied file is no longer what it was.
 */
export async function pendingMigrations(client: pg.ClientBase, known: readonly Migration[]): Promise<Migration[]> {
  const applied = await readApplied(client)
  const key = ({ part, number }: { part: string; number: number }) => `${part}/${number}`
  const byKey = new Map(known.map((migration) => [key(migration), migration]))
  for (const row of applied) {
    const file = `${row.part}/${String(row.number).padStart(4, '0')}-${row.name}.sql`
    const migration = byKey.get(key(row))
    if (!migration) {
      throw new StoreError(
        'schema-newer',
        `The database was migrated by a newer Holdfast (it has ${file}). Run the newer program, or restore a backup made before.`,
      )
    }
    if (migration.digest !== row.digest) {
      throw new StoreError(
        'migration-changed',
        `${file} was changed after it was applied to this database. Restore the file and put the change into a new one.`,
      )
    }
  }
  const done = new Set(applied.map(key))
  return known.filter((migration) => !done.has(key(migration)))
}

/** Throws `schema-older` when migrations are missing, and what pendingMigrations throws. */
export async function checkSchema(client: pg.ClientBase, known: readonly Migration[]): Promise<void> {
  const pending = await pendingMigrations(client, known)
  if (pending.length === 0) return
  throw new StoreError(
    'schema-older',
    `The database lacks ${pending.length} migration(s). Run "holdfast migrate" first.`,
  )
}

async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  const { rows } = await client.query(`select to_regclass('holdfast.migration') is not null as present`)
  if (!rows[0].present) return []
  const result = await client.query<Applied>(
    'select part, number, name, digest from holdfast.migration order by part, number',
  )
  return result.rows
}
