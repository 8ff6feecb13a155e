import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { CopySource } from './transaction.ts'

const chunkSize = 64 * 1024

/**
 * Fills a temporary table of the source's shape. The table stays in the session and is emptied at commit, so that a busy
 * server does not make and drop catalogue entries all day; `number` tells several in one transaction apart.
 */
export async function copyRows(
  client: pg.ClientBase,
  source: CopySource,
  number: number,
): Promise<{ name: string; rowCount: number }> {
  const columns = Object.entries(source.columns)
  const shape = columns.map(([name, type]) => `${pg.escapeIdentifier(name)} ${checkedType(type)}`).join(', ')
  const digest = createHash('sha256').update(shape).digest('hex').slice(0, 12)
  const name = `pg_temp.incoming_${digest}_${number}`
  await client.query(
    `create temporary table if not exists ${name.slice('pg_temp.'.length)} (${shape}) on commit delete rows`,
  )
  const stream = client.query(copyFrom(`copy ${name} from stdin`))
  await pipeline(Readable.from(encodeRows(source.rows, columns.length)), stream)
  return { name, rowCount: stream.rowCount }
}

/** COPY's text format in pieces of about 64 kB. */
async function* encodeRows(rows: CopySource['rows'], width: number): AsyncGenerator<Buffer> {
  let text = ''
  for await (const row of rows) {
    if (row.length !== width) throw new RangeError(`A row has ${row.length} values where ${width} columns were named.`)
    text += `${row.map(encodeValue).join('\t')}\n`
    if (text.length >= chunkSize) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text) yield Buffer.from(text)
}

function encodeValue(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  return escapeText(
    typeof value === 'string' ? value : Array.isArray(value) ? arrayLiteral(value) : JSON.stringify(value),
  )
}

/** Arrays are PostgreSQL arrays; to store one as json, give its JSON text. */
function arrayLiteral(values: readonly unknown[]): string {
  const element = (value: unknown): string => {
    if (value === null || value === undefined) return 'NULL'
    if (Array.isArray(value)) return arrayLiteral(value)
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return `"${text.replace(/["\\]/g, '\\$&')}"`
  }
  return `{${values.map(element).join(',')}}`
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeText(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => escapes[character]!)
}

/** Types come from our own code; the check keeps a mistake from becoming SQL. */
function checkedType(type: string): string {
  if (/^[a-z][a-z0-9_ ]*(\(\d+(,\d+)?\))?(\[\])?$/.test(type)) return type
  throw new TypeError(`"${type}" is no column type`)
}
