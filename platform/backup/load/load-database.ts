import pg from 'pg'
import { addTimeline } from '../../intake/index.ts'
import {
  checkServer,
  connectAdmin,
  ensureRoles,
  ensureSchema,
  type Migration,
  recordTable,
  runMigration,
  schemaLock,
} from '../../store/administer/index.ts'
import { type DatabaseAccess, describeSchema, StoreError } from '../../store/index.ts'
import { BackupError } from '../backup-error.ts'
import { readTables } from '../dump/read-catalogue.ts'
import type { Head } from '../format/records.ts'
import { loadTables } from './load-tables.ts'
import type { BackupContents, BackupFile } from './open-backup.ts'
import { setAside } from './set-aside.ts'

export interface LoadOptions {
  readonly access: DatabaseAccess
  readonly file: BackupFile
  readonly contents: BackupContents
  /** Of this program, in their order. */
  readonly known: readonly Migration[]
  readonly onProgress?: (progress: LoadProgress) => void
  readonly stop?: AbortSignal
  /** The last thing before all of it holds; what it throws undoes everything. */
  readonly beforeCommit?: () => void
}

export interface LoadProgress {
  readonly table: string
  readonly phase: 'loading' | 'checking'
  readonly rows: number
}

/**
 * Fills a database from a backup in one transaction: the schema as it was, the rows, what refers to them, later migrations, and a new
 * timeline. Nothing of it is there until all of it is. Throws `target-not-empty`, `target-in-use`, `mismatch`, StoreError.
 */
export async function loadDatabase(options: LoadOptions): Promise<{ timeline: string; migrated: number }> {
  const { access, contents } = options
  if (!access.admin) {
    throw new StoreError(
      'rights-missing',
      'A restore makes the schema anew: set DATABASE_ADMIN_URL to the login of an administrator of the database.',
    )
  }
  const applied = wasApplied(contents.head, options.known)
  const client = await connectAdmin(access.admin)
  try {
    await checkServer(client)
    await client.query(
      `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set max_parallel_workers_per_gather = 0; set synchronize_seqscans = off`,
    )
    await refuseIfUsed(client)
    // Roles are of the whole server, and harmless without what they may use.
    await ensureRoles(client, access.roles)
    await client.query('begin')
    const done = await fill(client, options, applied)
    options.stop?.throwIfAborted()
    options.beforeCommit?.()
    await client.query('commit')
    await client.query('analyze').catch(() => {})
    return done
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw explain(error)
  } finally {
    await client.end().catch(() => {})
  }
}

async function fill(client: pg.Client, options: LoadOptions, applied: readonly Migration[]) {
  const { head } = options.contents
  await client.query(`select pg_advisory_xact_lock(${schemaLock})`)
  await removeEmptySchema(client)
  await ensureSchema(client)
  await client.query(recordTable)
  for (const migration of applied) await runMigration(client, migration)
  await client.query('set local role holdfast_owner')
  await makePartitions(client, head)
  const shape = await describeSchema(client)
  const putBack = await setAside(client)
  await loadTables(client, await matchTables(client, head), options)
  for (const { name, last } of head.sequences) await setSequence(client, name, last)
  await putBack()
  if ((await describeSchema(client)) !== shape)
    throw new BackupError('mismatch', 'The schema is not the same after the rows were put in. Nothing was changed.')
  await client.query('set local role none')
  const pending = options.known.filter((migration) => !applied.includes(migration))
  for (const migration of pending) await runMigration(client, migration)
  await client.query('set local role holdfast_owner')
  const timeline = await addTimeline(client, `restored from the backup ${options.contents.id} of ${head.madeAt}`)
  await client.query('set local role none')
  return { timeline, migrated: pending.length }
}

/** What had been applied to the database of the backup. Throws `newer-program` and `other-program`. */
export function wasApplied(head: Head, known: readonly Migration[]): Migration[] {
  const key = ({ part, number }: { part: string; number: number }) => `${part}/${number}`
  const had = new Map(head.migrations.map((each) => [key(each), each]))
  const applied = known.filter((migration) => had.has(key(migration)))
  for (const each of head.migrations) {
    const file = `${each.part}/${String(each.number).padStart(4, '0')}-${each.name}.sql`
    const found = applied.find((migration) => key(migration) === key(each))
    if (!found) {
      throw new BackupError(
        'newer-program',
        `The backup was made by a newer Holdfast (${head.program}, with ${file}); this program does not know its tables. Restore it with the newer one.`,
      )
    }
    if (found.digest !== each.digest) {
      throw new BackupError(
        'other-program',
        `The backup was made by another Holdfast: its ${file} is not this program's.`,
      )
    }
  }
  return applied
}

async function refuseIfUsed(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like 'holdfast%' order by 1`,
  )
  if (rows.length === 0) return
  throw new BackupError(
    'target-in-use',
    `Something of Holdfast works on this database (${rows.map(({ name }) => name).join(', ')}): stop servers and workers first.`,
  )
}

/** What "holdfast migrate" left in a new database holds nothing and is made again. Looked at as a file: policies hide rows, not pages. */
async function removeEmptySchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ present: boolean; pages: number | null }>(
    `select to_regnamespace('holdfast') is not null as present, pg_relation_size(to_regclass('holdfast.tenant'))::int as pages`,
  )
  if (!rows[0]!.present) return
  if (rows[0]!.pages) {
    throw new BackupError(
      'target-not-empty',
      'The database already holds an installation. Restore into an empty one, or say --replace: then the old one is moved aside.',
    )
  }
  await client.query('drop schema holdfast cascade; drop schema if exists holdfast_jobs cascade')
}

/** Those of days that migrations do not make. */
async function makePartitions(client: pg.Client, head: Head): Promise<void> {
  for (const { name, of, bound } of head.partitions) {
    const { rows } = await client.query<{ present: boolean }>('select to_regclass($1) is not null as present', [
      `holdfast.${name}`,
    ])
    if (rows[0]!.present) continue
    await client.query(`create table ${pg.escapeIdentifier(name)} partition of ${pg.escapeIdentifier(of)} ${bound}`)
  }
}

/** The tables of the backup are those of the schema, column by column. */
async function matchTables(client: pg.Client, head: Head) {
  const found = await readTables(client)
  const shapeOf = (columns: Head['tables'][number]['columns']) =>
    columns
      .map(({ name, type }) => `${name} ${type}`)
      .sort()
      .join()
  for (const table of head.tables) {
    const here = found.find(({ name }) => name === table.name)
    if (here && shapeOf(here.columns) === shapeOf(table.columns)) continue
    throw new BackupError(
      'mismatch',
      `The table ${table.name} of the backup is not as its migrations make it. Nothing was changed.`,
    )
  }
  const missing = found.filter(
    ({ name }) => !head.leftOut.includes(name) && !head.tables.some((table) => table.name === name),
  )
  if (missing[0])
    throw new BackupError('mismatch', `The backup lacks the table ${missing[0].name}. Nothing was changed.`)
  return head.tables
}

async function setSequence(client: pg.Client, name: string, last: string | null): Promise<void> {
  const { rows } = await client.query<{ present: boolean }>(`select to_regclass($1) is not null as present`, [
    `holdfast.${name}`,
  ])
  if (!rows[0]!.present)
    throw new BackupError(
      'mismatch',
      `The sequence ${name} of the backup is not made by its migrations. Nothing was changed.`,
    )
  await client.query('select setval($1::regclass, coalesce($2::bigint, 1), $2::bigint is not null)', [
    `holdfast.${name}`,
    last,
  ])
}

function explain(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code !== '53100') return error
  return new StoreError('disk-full', 'The disk of the database is full. Nothing was changed.', { cause: error })
}
