import pg from 'pg'
import { DatabaseUnavailable, StoreError } from '../store-error.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { valueTypes } from './value-types.ts'

/** Session settings that every query can rely on. */
const session = [
  'search_path=holdfast,pg_temp',
  'timezone=UTC',
  'datestyle=ISO',
  'intervalstyle=iso_8601',
  'client_min_messages=warning',
  'extra_float_digits=1',
]

/** The settings of a connection as `pg` takes them. */
export function clientConfig(settings: ConnectionSettings, name = 'holdfast'): pg.ClientConfig {
  return {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    // Without a password pg would look into the environment and ~/.pgpass of whoever runs us.
    password: settings.password ?? '',
    ssl: settings.ssl ?? false,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: !settings.host.startsWith('/'),
    types: valueTypes,
    options: session.map((setting) => `-c ${setting}`).join(' '),
  }
}

/** Connects once, outside of any pool: for migrations, checks and listening. The caller ends it. */
export async function connectClient(settings: ConnectionSettings, name?: string): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(settings, name))
  // A connection that breaks while idle would end the process; the next query on it fails anyway.
  client.on('error', () => {})
  try {
    await client.connect()
    await takeRole(client, settings)
    return client
  } catch (error) {
    client.end().catch(() => {})
    throw error instanceof StoreError ? error : explainConnectError(error, settings)
  }
}

/** Takes on the role that the settings name, if any. Throws `rights-missing`. */
export async function takeRole(client: pg.ClientBase, settings: ConnectionSettings): Promise<void> {
  if (!settings.role) return
  try {
    await client.query(`set role ${pg.escapeIdentifier(settings.role)}`)
  } catch (error) {
    throw explainConnectError(error, settings)
  }
}

/** One clear error for a connection that was not made. Host, port, user and database are named; the password is not. */
export function explainConnectError(error: unknown, settings: ConnectionSettings): Error {
  const { message } = error as Error
  // What pg says by itself when it has no password for a server that asks for one.
  const code = message.startsWith('SASL') ? '28P01' : (error as { code?: string }).code
  const place = settings.host.startsWith('/') ? settings.host : `${settings.host}:${settings.port}`
  switch (code) {
    case '28P01':
    case '28000':
      return new StoreError(
        'database-login',
        `The database at ${place} refuses the login ${settings.user}: ${message}.`,
        { cause: error },
      )
    case '3D000':
      return new StoreError('database-url', `The database at ${place} has no database named "${settings.database}".`, {
        cause: error,
      })
    case '42501':
    case '22023':
      return new StoreError(
        'rights-missing',
        `The login ${settings.user} may not act as ${settings.role ?? 'itself'} (${message}). Run "holdfast migrate" with DATABASE_ADMIN_URL.`,
        { cause: error },
      )
    case '53300':
      return new StoreError('database-busy', `The database at ${place} has no connection left (${message}).`, {
        cause: error,
      })
    default:
      return new DatabaseUnavailable(`The database at ${place} cannot be reached (${code ?? message}).`, {
        cause: error,
      })
  }
}
