import pg from 'pg'
import { StoreError } from '../store-error.ts'

/** Both are trusted: an administrator of the database may install them without being superuser. */
const extensions = ['pg_trgm', 'btree_gin']

/** Makes the schemas and the rights on the database that roles start from. Runs as administrator, idempotent. */
export async function ensureSchema(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query(
    `select current_database() as database,
            exists (select from pg_namespace where nspname = 'holdfast') as schema,
            exists (select from pg_namespace where nspname = 'holdfast_jobs') as jobs,
            exists (select from pg_namespace where nspname = 'holdfast_scoped') as scoped,
            array(select extname::text || ':' || nspname from pg_extension join pg_namespace n on n.oid = extnamespace) as extensions`,
  )
  const found = rows[0] as { database: string; schema: boolean; jobs: boolean; scoped: boolean; extensions: string[] }
  if (!found.schema) await admin.query('create schema holdfast authorization holdfast_owner')
  if (!found.jobs) await admin.query('create schema holdfast_jobs authorization holdfast_jobs')
  // What limited people find in place of some tables.
  if (!found.scoped) await admin.query('create schema holdfast_scoped authorization holdfast_owner')
  await admin.query('grant usage on schema holdfast, holdfast_scoped to holdfast_scoped')
  await admin.query(
    'grant usage on schema holdfast to holdfast_app, holdfast_judge, holdfast_search, holdfast_jobs, holdfast_maintenance',
  )
  await admin.query(
    // A function is for everybody in PostgreSQL; here each one is granted to whom it is meant for.
    'alter default privileges for role holdfast_owner revoke execute on functions from public',
  )
  for (const name of extensions) await ensureExtension(admin, name, found.extensions)
  await grantDatabase(admin, found.database)
}

/** Rights on the database itself, which a copy made from a template does not inherit. */
export async function grantDatabase(admin: pg.Client, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database)
  await admin.query(`grant connect, temporary on database ${name} to holdfast_app, holdfast_jobs, holdfast_maintenance`)
}

async function ensureExtension(admin: pg.Client, name: string, installed: string[]) {
  const place = installed.find((entry) => entry.startsWith(`${name}:`))?.slice(name.length + 1)
  if (place === 'holdfast') return
  if (place) {
    throw new StoreError(
      'database-url',
      `The extension ${name} lies in schema "${place}" of this database. Holdfast needs it in its own: use a database of its own.`,
    )
  }
  try {
    await admin.query(`create extension ${name} schema holdfast`)
  } catch (cause) {
    throw new StoreError('rights-missing', `The extension ${name} cannot be installed: ${(cause as Error).message}.`, {
      cause,
    })
  }
}
