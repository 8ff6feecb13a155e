import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type ConnectionSettings, connectClient } from '../../store/administer/index.ts'
import type { DatabaseAccess, Home } from '../../store/index.ts'
import { BackupError } from '../backup-error.ts'
import { type LoadOptions, loadDatabase } from './load-database.ts'
import { placeSecrets } from './place-secrets.ts'

export interface ExternalRestore extends LoadOptions {
  readonly home: Home
  /** Moves an installation that is there aside, under another name. */
  readonly replace: boolean
}

/**
 * Restores into a database that somebody else runs: into the empty one within one transaction, or beside the one that is there, which
 * then changes names with it. Answers with the name that the old one has now.
 */
export async function restoreExternal(
  options: ExternalRestore,
): Promise<{ timeline: string; migrated: number; aside?: string }> {
  const secrets = placeSecrets(options.home, options.contents.secrets, options.replace)
  try {
    if (!options.replace) return await loadDatabase({ ...options, beforeCommit: secrets.place })
    return await restoreBeside(options, secrets.place)
  } catch (error) {
    secrets.undo()
    throw error
  }
}

async function restoreBeside(options: ExternalRestore, place: () => void) {
  const { access } = options
  const name = access.admin!.database
  const beside = `${name.slice(0, 40)}_restore_${randomBytes(4).toString('hex')}`
  const server = await connectClient({ ...access.admin!, database: 'postgres' }, 'holdfast restore')
  try {
    await removeLeftovers(server, name)
    await refuseIfUsed(server, name)
    const done = await loadDatabase({ ...options, access: inDatabase(access, beside) })
    const aside = `${name.slice(0, 40)}_before_${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}`
    await refuseIfUsed(server, name)
    place()
    const isThere = await exists(server, name)
    if (isThere) await rename(server, name, aside)
    try {
      await rename(server, beside, name)
    } catch (error) {
      if (isThere) await rename(server, aside, name)
      throw error
    }
    return { ...done, ...(isThere && { aside }) }
  } catch (error) {
    await server.query(`drop database if exists ${pg.escapeIdentifier(beside)}`).catch(() => {})
    throw error
  } finally {
    await server.end().catch(() => {})
  }
}

function inDatabase(access: DatabaseAccess, database: string): DatabaseAccess {
  const there = (settings: ConnectionSettings): ConnectionSettings => ({ ...settings, database })
  return {
    kind: access.kind,
    admin: access.admin && there(access.admin),
    roles: access.roles,
    login: (role) => there(access.login(role)),
  }
}

/** What killed restores left. One that is at work is connected, and cannot be dropped. */
async function removeLeftovers(server: pg.Client, name: string): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    `select datname::text as name from pg_database where starts_with(datname, $1) and right(datname, 8) ~ '^[0-9a-f]{8}$'`,
    [`${name.slice(0, 40)}_restore_`],
  )
  for (const row of rows) await server.query(`drop database ${pg.escapeIdentifier(row.name)}`).catch(() => {})
}

async function refuseIfUsed(server: pg.Client, name: string): Promise<void> {
  const { rows } = await server.query<{ names: string | null }>(
    `select string_agg(distinct coalesce(nullif(application_name, ''), usename::text), ', ') as names from pg_stat_activity where datname = $1`,
    [name],
  )
  if (!rows[0]!.names) return
  throw new BackupError(
    'target-in-use',
    `The database "${name}" is in use (${rows[0]!.names}): stop servers, workers and other programs first.`,
  )
}

async function exists(server: pg.Client, name: string): Promise<boolean> {
  const { rows } = await server.query('select from pg_database where datname = $1', [name])
  return rows.length > 0
}

async function rename(server: pg.Client, from: string, to: string): Promise<void> {
  await server.query(`alter database ${pg.escapeIdentifier(from)} rename to ${pg.escapeIdentifier(to)}`)
}
