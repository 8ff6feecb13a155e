import { createHash } from 'node:crypto'
import type pg from 'pg'
import { createTenant } from '../create-tenant.ts'
import { connectClient } from '../door/connect-client.ts'
import { type Database, type OpenDatabaseOptions, openDatabase } from '../door/open-database.ts'
import { allParts, migrate } from '../migrate/migrate.ts'
import { type Part, readMigrations } from '../migrate/read-migrations.ts'
import type { DatabaseAccess } from '../roles/database-access.ts'
import { grantDatabase } from '../roles/ensure-schema.ts'
import { defaultTestServer, type TestServer } from './test-servers.ts'

export interface TestDatabaseOptions extends Omit<OpenDatabaseOptions, 'access' | 'parts'> {
  /** Parts whose migrations the database has, after the store's own. */
  readonly parts?: readonly Part[]
  readonly server?: TestServer
}

/** A database of its own for one test or one file. */
export interface TestDatabase {
  readonly database: Database
  readonly access: DatabaseAccess
  readonly server: TestServer
  /** A connection that sees and may do everything, for looking at what the code under test did. */
  readonly admin: pg.Client
  /** Makes a tenant and answers with its internal id. */
  tenant(name?: string): Promise<number>
}

let count = 0
const templates = new Map<string, Promise<void>>()
const noSuchDatabase = '3D000'

/**
 * A fresh, migrated and open database, gone after the test. It is copied from a template that is made once per set of
 * migrations, so it takes some tens of milliseconds. `t` is a test's context, or `{ after }` of node:test for a whole file.
 */
export async function testDatabase(
  t: { after(fn: () => unknown): void },
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const { parts = [], server: given, ...choices } = options
  const server = given ?? (await defaultTestServer())
  const name = `t_${process.pid}_${++count}`
  // Another process that clears away old templates may take this one, too: then it is made anew.
  for (let copied = false; !copied; ) {
    const template = await makeTemplate(server, parts)
    copied = await copyTemplate(server, template, name)
    if (!copied) templates.delete(`${server.name} ${template}`)
  }
  const access = server.access(name)
  const admin = await connectClient(access.admin!, 'test')
  const database = await openDatabase({ ...choices, access })
  t.after(async () => {
    await database.close()
    await admin.end().catch(() => {})
    await withClient(server.access('postgres'), (client) => client.query(`drop database ${name} with (force)`)).catch(
      () => {},
    )
  })
  const tenant = async (tenantName = 'Test') => {
    const made = await database.asPlatform((tx) => createTenant(tx, { name: tenantName }))
    return made.id
  }
  return { database, access, server, admin, tenant }
}

/** False where the template is gone. */
async function copyTemplate(server: TestServer, template: string, name: string): Promise<boolean> {
  return withClient(server.access('postgres'), async (client) => {
    try {
      await client.query(`create database ${name} template ${template} strategy file_copy`)
    } catch (error) {
      if ((error as { code?: string }).code !== noSuchDatabase) throw error
      return false
    }
    await grantDatabase(client, name)
    return true
  })
}

/** The migrated database that others are copied from, made when it is not there yet. */
async function makeTemplate(server: TestServer, parts: readonly Part[]): Promise<string> {
  const migrations = await readMigrations(allParts(parts))
  const digest = createHash('sha256').update(
    migrations.map((each) => `${each.part}/${each.number}/${each.digest}`).join(),
  )
  const name = `template_${digest.digest('hex').slice(0, 16)}`
  const key = `${server.name} ${name}`
  const made = templates.get(key) ?? server.exclusively(() => fillTemplate(server, parts, name))
  templates.set(key, made)
  await made
  return name
}

async function fillTemplate(server: TestServer, parts: readonly Part[], name: string): Promise<void> {
  await withClient(server.access('postgres'), async (client) => {
    const { rows } = await client.query<{ name: string; ready: boolean }>(
      `select datname as name, datistemplate as ready from pg_database where datname ~ '^(t_\\d+_\\d+|template_[0-9a-f]{16})$'`,
    )
    if (rows.some((row) => row.name === name && row.ready)) return
    await dropLeftovers(client, rows)
    await client.query(`drop database if exists ${name} with (force)`)
    await migrate({ access: server.access(name), parts })
    await client.query(`alter database ${name} with is_template true allow_connections false`)
  })
}

/** What killed tests left, and old templates when many have gathered. */
async function dropLeftovers(client: pg.Client, found: readonly { name: string }[]) {
  const templates = found.filter((row) => row.name.startsWith('template_'))
  const dead = found.filter((row) => row.name.startsWith('t_') && !isAlive(Number(row.name.split('_')[1])))
  for (const { name } of [...dead, ...(templates.length > 20 ? templates : [])]) {
    if (name.startsWith('template_')) await client.query(`alter database ${name} with is_template false`)
    await client.query(`drop database ${name} with (force)`)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function withClient<T>(access: DatabaseAccess, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectClient(access.admin!, 'test')
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
