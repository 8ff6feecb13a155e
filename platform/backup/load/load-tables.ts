import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { BackupError } from '../backup-error.ts'
import { copyOut } from '../dump/copy-out.ts'
import { endWithConnection } from '../dump/end-with-connection.ts'
import { countRows } from '../format/read-backup.ts'
import type { Head, TableEnd, TableHead } from '../format/records.ts'
import type { LoadOptions } from './load-database.ts'

/** Puts the rows of the backup into empty tables, reads them again, and compares counts and digests. */
export async function loadTables(client: pg.Client, tables: readonly TableHead[], options: LoadOptions): Promise<void> {
  let loading: Loading | undefined
  for await (const entry of options.file.entries()) {
    options.stop?.throwIfAborted()
    if (entry.kind === 'head') sameBackup(entry.head, options.contents.head)
    if (entry.kind === 'table') {
      loading = new Loading(client, tables.find(({ name }) => name === entry.name)!)
      options.onProgress?.({ table: entry.name, phase: 'loading', rows: 0 })
    }
    if (entry.kind === 'data') {
      await loading!.take(entry.bytes)
      options.onProgress?.({ table: loading!.table.name, phase: 'loading', rows: loading!.rows })
    }
    if (entry.kind === 'tableEnd') {
      await loading!.end()
      options.onProgress?.({ table: entry.end.name, phase: 'checking', rows: entry.end.rows })
      await compare(client, loading!.table, entry.end)
    }
  }
}

/** One table being filled. */
class Loading {
  readonly table: TableHead
  rows = 0
  readonly #stream: ReturnType<typeof copyFrom>
  readonly #ended: Promise<void>

  constructor(client: pg.Client, table: TableHead) {
    this.table = table
    const columns = table.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ')
    // Frozen: nobody else can see the table before all is done, so its rows need no second writing later.
    this.#stream = client.query(
      copyFrom(`copy ${pg.escapeIdentifier(table.name)} (${columns}) from stdin with (freeze true)`),
    )
    endWithConnection(client, this.#stream)
    this.#ended = finished(this.#stream)
    this.#ended.catch(() => {})
  }

  async take(bytes: Buffer): Promise<void> {
    this.rows += countRows(bytes)
    // What the database refuses is told by the end of the stream.
    if (!this.#stream.write(bytes)) await Promise.race([once(this.#stream, 'drain'), this.#ended])
  }

  async end(): Promise<void> {
    this.#stream.end()
    await this.#ended
  }
}

/** In a table that was just filled the rows lie in the order in which they came. */
async function compare(client: pg.Client, table: TableHead, expected: TableEnd): Promise<void> {
  const sum = createHash('sha256')
  let rows = 0
  for await (const bytes of copyOut(client, table)) {
    sum.update(bytes)
    rows += countRows(bytes)
  }
  if (rows === expected.rows && sum.digest('hex') === expected.digest) return
  throw new BackupError(
    'mismatch',
    `The table ${table.name} has ${rows} rows after loading and is not what the backup holds (${expected.rows} rows). Nothing was changed.`,
  )
}

function sameBackup(again: Head, first: Head): void {
  if (JSON.stringify(again) === JSON.stringify(first)) return
  throw new BackupError('damaged', 'The file was changed while it was being restored. Nothing was changed.')
}
