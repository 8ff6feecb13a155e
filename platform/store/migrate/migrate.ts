import pg from 'pg'
import { connectClient } from '../door/connect-client.ts'
import type { ConnectionSettings } from '../door/connection-settings.ts'
import type { DatabaseAccess } from '../roles/database-access.ts'
import { ensureRoles } from '../roles/ensure-roles.ts'
import { ensureSchema } from '../roles/ensure-schema.ts'
import { StoreError } from '../store-error.ts'
import { checkServer } from './check-server.ts'
import { pendingMigrations } from './compare-schema.ts'
import { type Migration, type Part, readMigrations } from './read-migrations.ts'

export interface MigrateOptions {
  readonly access: DatabaseAccess
  /** In the order in which they may refer to each other. The store itself is first and need not be named. */
  readonly parts: readonly Part[]
  readonly onProgress?: (line: string) => void
}

/** The store's own tables; every list of parts begins with them. */
export const storePart: Part = { part: 'store', folder: new URL('../sql/', import.meta.url) }

/** Held by whoever changes the schema. Any number will do; it only has to be the same in every version. */
export const schemaLock = 4_705_833_120_934

/**
 * Brings a database to this program's schema: makes the database, roles and schemas where missing, then applies each
 * file that is not yet recorded, in a transaction of its own. Several processes may do so at once; one works, the others wait.
 * Answers with the number of applied files.
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const known = await readMigrations(allParts(options.parts))
  const { admin, roles } = options.access
  if (!admin) return checkOnly(options.access, known)
  const client = await connectAdmin(admin)
  try {
    await checkServer(client)
    await client.query(`select pg_advisory_lock(${schemaLock})`)
    // Refuse before anything is changed.
    await pendingMigrations(client, known)
    await ensureRoles(client, roles)
    await ensureSchema(client)
    await client.query(recordTable)
    const pending = await pendingMigrations(client, known)
    for (const migration of pending) {
      options.onProgress?.(`Migrating the database: ${migration.part} ${migration.number} (${migration.name}) …`)
      await apply(client, migration)
    }
    return pending.length
  } finally {
    await client.end().catch(() => {})
  }
}

/** Without an administrator's login nothing can be changed, and nothing has to be when the schema is current. */
async function checkOnly(access: DatabaseAccess, known: readonly Migration[]): Promise<0> {
  const client = await connectClient(access.login('app'))
  try {
    const pending = await pendingMigrations(client, known)
    if (pending.length === 0) return 0
    throw new StoreError(
      'schema-older',
      `The database lacks ${pending.length} migration(s). Set DATABASE_ADMIN_URL to an administrator's login and run "holdfast migrate".`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** The list with the store's own part in front. */
export function allParts(parts: readonly Part[]): readonly Part[] {
  return parts.some(({ part }) => part === storePart.part) ? parts : [storePart, ...parts]
}

/** A connection as administrator, to a database that is made when it is missing. */
export async function connectAdmin(admin: ConnectionSettings): Promise<pg.Client> {
  try {
    return await connectClient(admin, 'holdfast migrate')
  } catch (error) {
    const missing = ((error as Error).cause as { code?: string } | undefined)?.code === '3D000'
    if (!missing) throw error
  }
  const client = await connectClient({ ...admin, database: 'postgres' }, 'holdfast migrate')
  try {
    const name = pg.escapeIdentifier(admin.database)
    await client.query(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`)
  } catch (error) {
    // 42P04: another process was faster. The reasons for anything else are told by the connection that follows.
    if ((error as { code?: string }).code !== '42P04') {
      throw new StoreError(
        'rights-missing',
        `The database "${admin.database}" cannot be created: ${(error as Error).message}.`,
        { cause: error },
      )
    }
  } finally {
    await client.end().catch(() => {})
  }
  return connectClient(admin, 'holdfast migrate')
}

/** Where applied files are recorded. */
export const recordTable = `
  create table if not exists holdfast.migration (
    part text not null,
    number int not null,
    name text not null,
    digest text not null,
    applied_at timestamptz(3) not null default now(),
    primary key (part, number)
  );
  alter table holdfast.migration owner to holdfast_owner;
  grant select on holdfast.migration to holdfast_app, holdfast_jobs, holdfast_maintenance;`

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await runMigration(client, migration)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Applies one file within the transaction of the caller, as holdfast_owner. Throws `migration-failed`, `disk-full`. */
export async function runMigration(client: pg.Client, migration: Migration): Promise<void> {
  const { part, number, name, digest } = migration
  await client.query('set local role holdfast_owner; set local search_path = holdfast, pg_temp')
  try {
    await client.query(migration.sql)
    await client.query('insert into holdfast.migration (part, number, name, digest) values ($1, $2, $3, $4)', [
      part,
      number,
      name,
      digest,
    ])
    await client.query('set local role none')
  } catch (error) {
    const { position, message, code } = error as { position?: string; message: string; code?: string }
    const line = position ? `, line ${migration.sql.slice(0, Number(position)).split('\n').length}` : ''
    const file = `${part}/${String(number).padStart(4, '0')}-${name}.sql`
    const full = code === '53100' ? 'disk-full' : 'migration-failed'
    throw new StoreError(full, `The migration ${file}${line} failed and was undone: ${message}.`, { cause: error })
  }
}
