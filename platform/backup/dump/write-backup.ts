import { createHash } from 'node:crypto'
import { closeSync, constants, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, constants as zlib } from 'node:zlib'
import pg from 'pg'
import { fleetingTables } from '../../access/index.ts'
import type { DatabaseAccess } from '../../store/index.ts'
import { BackupError } from '../backup-error.ts'
import type { Lock } from '../format/backup-key.ts'
import { newHeader } from '../format/file-header.ts'
import { countRows } from '../format/read-backup.ts'
import { type End, encodeRecord, type Head, recordKinds, type TableEnd } from '../format/records.ts'
import { sealChunks } from '../format/sealed-chunks.ts'
import { writeSecretFile } from '../format/secret-file.ts'
import { copyOut } from './copy-out.ts'
import { readHomeSecrets } from './home-secrets.ts'
import { openSnapshot, type Snapshot } from './open-snapshot.ts'
import type { FoundTable } from './read-catalogue.ts'

export interface BackupOptions {
  readonly access: DatabaseAccess
  /** The home directory whose keys go into the backup. */
  readonly home: string
  readonly file: string
  /** One or more: each of them opens the file. */
  readonly locks: readonly Lock[]
  /** Version of the program, for whoever restores. */
  readonly program: string
  readonly onProgress?: (progress: BackupProgress) => void
  readonly stop?: AbortSignal
}

export interface BackupProgress {
  readonly table: string
  readonly tables: { readonly done: number; readonly all: number }
  /** Of all tables so far, before compression. */
  readonly bytes: number
  readonly rows: number
}

export interface BackupReport {
  readonly id: string
  readonly madeAt: string
  readonly tables: number
  readonly rows: number
  /** COPY's text, and the size of the file. */
  readonly bytes: number
  readonly size: number
}

/**
 * Writes a backup of a database that may be in use. The file appears under its name when it is whole and on disk. Throws BackupError
 * (`file-exists`, `disk-full`, `file-unusable`, `rows-hidden`), StoreError; then there is no file.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  const target = resolve(options.file)
  const partial = `${target}.part-${process.pid}`
  const file = await openNew(target, partial)
  const end: { end?: End; madeAt?: string } = {}
  try {
    const header = await newHeader(options.locks)
    const snapshot = await openSnapshot(options.access)
    let size = header.bytes.length
    try {
      await file.write(header.bytes)
      const records = writeRecords(snapshot, options, end)
      const packed = createZstdCompress({ params: { [zlib.ZSTD_c_compressionLevel]: 3 } })
      // Its failure is met by whoever reads what it packs.
      pipeline(Readable.from(records, { objectMode: false }), packed).catch(() => {})
      for await (const chunk of sealChunks(packed, header.secret)) {
        options.stop?.throwIfAborted()
        await file.write(chunk)
        size += chunk.length
      }
    } finally {
      await snapshot.close()
    }
    await file.sync()
    await file.close()
    takeName(partial, target)
    return {
      id: header.id,
      madeAt: end.madeAt!,
      tables: end.end!.tables.length,
      rows: end.end!.rows,
      bytes: end.end!.bytes,
      size,
    }
  } catch (error) {
    throw explain(error, target)
  } finally {
    await file.close().catch(() => {})
    rmSync(partial, { force: true })
  }
}

async function* writeRecords(
  snapshot: Snapshot,
  { access, home, program, onProgress }: BackupOptions,
  result: { end?: End; madeAt?: string },
): AsyncGenerator<Buffer> {
  const tables = snapshot.tables.filter(({ name }) => !fleetingTables.includes(name))
  const { version, migrations, partitions, sequences } = snapshot
  const head: Head = {
    schemaVersion: 1,
    madeAt: new Date().toISOString(),
    program,
    database: { kind: access.kind, version },
    ...{ migrations, partitions, sequences },
    tables: tables.map(({ name, columns }) => ({ name, columns })),
    leftOut: snapshot.tables.filter((table) => !tables.includes(table)).map(({ name }) => name),
  }
  yield encodeRecord(recordKinds.head, head)
  const secrets = readHomeSecrets(home)
  for (const secret of secrets) yield encodeRecord(recordKinds.secret, writeSecretFile(secret))
  const ends: TableEnd[] = []
  const total = { rows: 0, bytes: 0 }
  for (const table of tables) {
    const tell = (rows: number, bytes: number) =>
      onProgress?.({
        table: table.name,
        tables: { done: ends.length, all: tables.length },
        ...{ rows: total.rows + rows, bytes: total.bytes + bytes },
      })
    tell(0, 0)
    const end = yield* writeTable(await snapshot.reading(table), table, tell)
    ends.push(end)
    total.rows += end.rows
    total.bytes += end.bytes
  }
  result.madeAt = head.madeAt
  result.end = { tables: ends, secrets: secrets.length, ...total }
  yield encodeRecord(recordKinds.end, result.end)
}

async function* writeTable(
  client: pg.Client,
  table: FoundTable,
  tell: (rows: number, bytes: number) => void,
): AsyncGenerator<Buffer, TableEnd> {
  yield encodeRecord(recordKinds.table, { name: table.name })
  const sum = createHash('sha256')
  let rows = 0
  let bytes = 0
  for await (const data of copyOut(client, table)) {
    sum.update(data)
    rows += countRows(data)
    bytes += data.length
    tell(rows, bytes)
    yield encodeRecord(recordKinds.data, data)
  }
  const { rows: counted } = await client.query<{ many: number }>(
    `select count(*) as many from only ${pg.escapeIdentifier(table.name)}`,
  )
  if (counted[0]!.many !== rows)
    throw new BackupError(
      'rows-hidden',
      `${rows} of ${counted[0]!.many} rows of ${table.name} were read: the backup would not be whole.`,
    )
  const end = { name: table.name, rows, bytes, digest: sum.digest('hex') }
  yield encodeRecord(recordKinds.tableEnd, end)
  return end
}

async function openNew(target: string, partial: string) {
  try {
    const there = await open(target, constants.O_RDONLY).catch(() => undefined)
    await there?.close()
    if (there) throw Object.assign(new Error('exists'), { code: 'EEXIST' })
    return await open(partial, 'w', 0o600)
  } catch (error) {
    throw explain(error, target)
  }
}

/** A link does not take the place of a file that came meanwhile, as a renaming would. */
function takeName(partial: string, target: string) {
  try {
    linkSync(partial, target)
  } catch (error) {
    // Some file systems have no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes((error as { code: string }).code)) throw error
    renameSync(partial, target)
  }
  const folder = openSync(dirname(target), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function explain(error: unknown, target: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'EEXIST':
      return new BackupError(
        'file-exists',
        `${target} exists already: choose another name, a backup is never written over.`,
      )
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new BackupError('disk-full', `No space left for ${target}. Nothing was kept of it.`, { cause: error })
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EISDIR':
      return new BackupError('file-unusable', `${target} cannot be written (${code}).`, { cause: error })
    default:
      return error
  }
}
