import pg from 'pg'
import { connectClient } from '../../store/administer/index.ts'
import type { DatabaseAccess } from '../../store/index.ts'
import { StoreError } from '../../store/index.ts'
import { BackupError } from '../backup-error.ts'
import type { AppliedMigration, Partition, SequenceHead } from '../format/records.ts'
import { type FoundTable, readApplied, readPartitions, readSequences, readTables } from './read-catalogue.ts'

/** One moment of a database that goes on meanwhile. */
export interface Snapshot {
  readonly version: string
  readonly migrations: readonly AppliedMigration[]
  readonly tables: readonly FoundTable[]
  readonly partitions: readonly Partition[]
  readonly sequences: readonly SequenceHead[]
  /** The connection, acting as somebody who sees every row of the table. */
  reading(table: FoundTable): Promise<pg.Client>
  close(): Promise<void>
}

/**
 * Begins a transaction that sees one moment and writes nothing. Throws `rights-missing` without an administrator's login, `rows-hidden` where
 * row-level security would keep rows from us, DatabaseUnavailable.
 */
export async function openSnapshot(access: DatabaseAccess): Promise<Snapshot> {
  if (!access.admin) {
    throw new StoreError(
      'rights-missing',
      'A backup reads the rows of all tenants: set DATABASE_ADMIN_URL to the login of an administrator of the database.',
    )
  }
  const client = await connectClient(access.admin, 'holdfast backup')
  try {
    return await begin(client)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

async function begin(client: pg.Client): Promise<Snapshot> {
  const { rows } = await client.query<{ unbound: boolean; version: string; present: boolean }>(
    `select rolsuper or rolbypassrls as unbound, current_setting('server_version') as version, to_regclass('holdfast.migration') is not null as present
       from pg_roles where rolname = current_user`,
  )
  const { unbound, version, present } = rows[0]!
  if (!present) throw new BackupError('no-backup', 'There is nothing to back up: the database was never migrated.')
  await client.query(
    `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '30s'; set max_parallel_workers_per_gather = 0;
     set synchronize_seqscans = off; begin transaction isolation level repeatable read read only`,
  )
  // Rows that a policy hides are an error from here on, not silently absent.
  if (unbound) await client.query('set local row_security = off')
  else await actAs(client, 'holdfast_owner')
  const tables = await readTables(client)
  // Nobody drops or changes a table until we are done; readers and writers do not notice.
  for (const { name } of tables) await client.query(`lock table ${pg.escapeIdentifier(name)} in access share mode`)
  const partitions = await readPartitions(client)
  const migrations = await readApplied(client)
  // After the snapshot was taken, and they only grow: no row in it has a number above.
  const sequences = await readSequences(client)
  if (!unbound) await assertAllSeen(client)
  return {
    ...{ version, migrations, tables, partitions, sequences },
    async reading({ forced }) {
      if (!unbound) await actAs(client, forced ? 'holdfast_maintenance' : 'holdfast_owner')
      return client
    },
    // A transaction that only read has nothing to keep.
    close: () => client.end().catch(() => {}),
  }
}

async function actAs(client: pg.ClientBase, role: string): Promise<void> {
  try {
    await client.query(`set local role ${role}`)
  } catch (cause) {
    throw new StoreError(
      'rights-missing',
      `The login of DATABASE_ADMIN_URL may not act as ${role} (${(cause as Error).message}). Run "holdfast migrate" with it, or use the login that migrated.`,
      { cause },
    )
  }
}

/** Who is bound by policies reads as maintenance, which each protected table must let see every row. */
async function assertAllSeen(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_class c
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r' and c.relforcerowsecurity
        and (not exists (select from pg_policy where polrelid = c.oid and polpermissive and polcmd in ('*', 'r')
                            and 'holdfast_maintenance'::regrole = any (polroles) and pg_get_expr(polqual, polrelid) = 'true')
             or exists (select from pg_policy where polrelid = c.oid and not polpermissive)
             or not has_table_privilege('holdfast_maintenance', c.oid, 'select'))
      order by 1`,
  )
  if (rows.length === 0) return
  throw new BackupError(
    'rows-hidden',
    `The role of backups does not see every row of ${rows.map(({ name }) => name).join(', ')}. Back up with a login that is superuser.`,
  )
}
