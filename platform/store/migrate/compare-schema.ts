import type pg from 'pg'
import { StoreError } from '../store-error.ts'
import type { Migration } from './read-migrations.ts'

/** A migration as the database recorded it. */
export interface AppliedFile {
  readonly part: string
  readonly number: number
  readonly name: string
  readonly digest: string
}

const select = 'select part, number, name, digest from holdfast.migration order by applied_at, part, number'
const keyOf = ({ part, number }: { readonly part: string; readonly number: number }) => `${part}/${number}`

/**
 * The migrations that the database still lacks. Throws `schema-newer` when it has one that this program does not know,
 * `migration-changed` when an applied file is no longer what it was.
 */
export async function pendingMigrations(client: pg.ClientBase, known: readonly Migration[]): Promise<Migration[]> {
  const applied = await readApplied(client)
  const byKey = new Map(known.map((migration) => [keyOf(migration), migration]))
  for (const row of applied) {
    const file = `${row.part}/${String(row.number).padStart(4, '0')}-${row.name}.sql`
    const migration = byKey.get(keyOf(row))
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
  const done = new Set(applied.map(keyOf))
  return known.filter((migration) => !done.has(keyOf(migration)))
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

/** What was applied and is none of those that this program knows, in the order in which it was. */
export function unknownFiles(applied: readonly AppliedFile[], known: readonly Migration[]): AppliedFile[] {
  const keys = new Set(known.map(keyOf))
  return applied.filter((row) => !keys.has(keyOf(row)))
}

/** What was applied, or nothing where it can be told by the number alone that this program knows all of it. */
export async function readAppliedBy(
  tx: { query<Row extends object>(text: string): Promise<{ rows: Row[] }> },
  known: number,
): Promise<readonly AppliedFile[]> {
  const { rows } = await tx.query<{ count: number }>('select count(*)::int as count from holdfast.migration')
  return rows[0]!.count <= known ? [] : (await tx.query<AppliedFile>(select)).rows
}

async function readApplied(client: pg.ClientBase): Promise<AppliedFile[]> {
  const { rows } = await client.query(`select to_regclass('holdfast.migration') is not null as present`)
  if (!rows[0].present) return []
  return (await client.query<AppliedFile>(select)).rows
}
