import type pg from 'pg'
import { StoreError } from '../store-error.ts'

/** Throws `database-too-old` or `database-locale` for a server or database that Holdfast cannot work on. */
export async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as words,
            pg_encoding_to_char(encoding) as encoding, datcollate as collation, datlocprovider as provider, datname as name
       from pg_database where datname = current_database()`,
  )
  const { version, words, encoding, collation, provider, name } = rows[0] as Record<string, string> & {
    version: number
  }
  if (version < 150_000)
    throw new StoreError('database-too-old', `PostgreSQL ${words} is too old: 15 or newer is needed.`)
  // Keys and cursors compare byte by byte; another collation would sort them otherwise, and change with the system's library.
  const bytewise = provider === 'c' && (collation === 'C' || collation === 'POSIX')
  if (bytewise && encoding === 'UTF8') return
  throw new StoreError(
    'database-locale',
    `The database "${name}" has encoding ${encoding} and collation ${collation}; UTF8 and C are needed. ` +
      `Make a new one: create database holdfast template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  )
}
