import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { BackupError } from '../backup-error.ts'
import type { FileSecret } from './file-header.ts'
import { isHead, isTableEnd } from './known-shapes.ts'
import {
  type End,
  type Head,
  longestData,
  longestJson,
  recordKinds,
  type SecretFile,
  type TableEnd,
} from './records.ts'
import { ByteReader, openChunks } from './sealed-chunks.ts'
import { readSecretFile } from './secret-file.ts'

const pieceSize = 1024 * 1024

export type Entry =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'secret'; readonly secret: SecretFile }
  | { readonly kind: 'table'; readonly name: string }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'tableEnd'; readonly end: TableEnd }
  | { readonly kind: 'end'; readonly end: End }

/**
 * Reads an opened backup from its first chunk to its end, with constant memory, and checks all that can be checked without a
 * database: chunks, order, counts and digests. Throws `damaged`.
 */
export async function* readBackup(
  file: FileHandle,
  secret: FileSecret,
  offset: number,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Entry> {
  const inflate = createZstdDecompress()
  const plain = openChunks(readPieces(file, offset, onBytes), secret, offset)
  const flowing = pipeline(Readable.from(plain, { objectMode: false }), inflate)
  // Its failure is met below, by whoever reads.
  flowing.catch(() => {})
  try {
    yield* readEntries(new ByteReader(inflate))
    await flowing
  } catch (error) {
    throw explain(error)
  } finally {
    inflate.destroy()
  }
}

/** The file stays open: it is read more than once. */
async function* readPieces(file: FileHandle, offset: number, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for (let at = offset; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize, at)
    if (bytesRead === 0) return
    at += bytesRead
    onBytes(bytesRead)
    yield buffer.subarray(0, bytesRead)
  }
}

function explain(error: unknown): unknown {
  if (error instanceof BackupError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('ZSTD') || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new BackupError('damaged', `What is inside of the backup cannot be unpacked (${message}).`, { cause: error })
  return error
}

async function* readEntries(reader: ByteReader): AsyncGenerator<Entry> {
  const head = await readJson(reader, recordKinds.head, 'its head')
  if (!isHead(head)) throw damaged('its head makes no sense')
  yield { kind: 'head', head }
  const ends: TableEnd[] = []
  let secrets = 0
  for (;;) {
    const { kind, bytes } = await readRecord(reader, `after table ${ends.length}`)
    if (kind === recordKinds.secret && ends.length === 0) {
      secrets++
      yield { kind: 'secret', secret: readSecretFile(parse(bytes, 'a file of the home')) }
    } else if (kind === recordKinds.table) {
      const { name } = parse(bytes, 'the start of a table') as { name?: unknown }
      const expected = head.tables[ends.length]?.name
      if (typeof name !== 'string' || name !== expected)
        throw damaged(`table ${ends.length + 1} is not ${expected ?? 'expected at all'}`)
      yield { kind: 'table', name }
      const end = yield* readTable(reader, name)
      ends.push(end)
      yield { kind: 'tableEnd', end }
    } else if (kind === recordKinds.end) {
      const end = parse(bytes, 'its end') as End
      if (ends.length !== head.tables.length) throw damaged(`${ends.length} of ${head.tables.length} tables are there`)
      if (JSON.stringify(end.tables) !== JSON.stringify(ends) || end.secrets !== secrets)
        throw damaged('its end tells of other tables than are there')
      if (!(await reader.isAtEnd())) throw damaged('something follows its end')
      yield { kind: 'end', end }
      return
    } else throw damaged(`a record of kind "${kind}" stands after table ${ends.length}, where it does not belong`)
  }
}

async function* readTable(reader: ByteReader, name: string): AsyncGenerator<Entry, TableEnd> {
  const sum = createHash('sha256')
  let bytes = 0
  let rows = 0
  for (;;) {
    const record = await readRecord(reader, `in table ${name}`)
    if (record.kind === recordKinds.data) {
      sum.update(record.bytes)
      bytes += record.bytes.length
      rows += countRows(record.bytes)
      yield { kind: 'data', bytes: record.bytes }
      continue
    }
    const end = record.kind === recordKinds.tableEnd ? parse(record.bytes, `the end of table ${name}`) : undefined
    if (!isTableEnd(end)) throw damaged(`table ${name} has no end`)
    const digest = sum.digest('hex')
    if (end.name !== name || end.rows !== rows || end.bytes !== bytes || end.digest !== digest)
      throw damaged(`table ${name} is not what was counted when it was written`)
    return end
  }
}

/** In COPY's text a line end within a value is written as two letters. */
export function countRows(bytes: Buffer): number {
  let rows = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) rows++
  return rows
}

async function readJson(reader: ByteReader, wanted: string, what: string): Promise<unknown> {
  const { kind, bytes } = await readRecord(reader, 'at its start')
  if (kind !== wanted) throw damaged(`${what} is not where it belongs`)
  return parse(bytes, what)
}

async function readRecord(reader: ByteReader, where: string): Promise<{ kind: string; bytes: Buffer }> {
  const head = await reader.take(5)
  if (!head) throw damaged(`it ends ${where}`)
  const kind = head.toString('latin1', 0, 1)
  const length = head.readUInt32BE(1)
  if (length > (kind === recordKinds.data ? longestData : longestJson)) throw damaged(`a record ${where} is too long`)
  const bytes = await reader.take(length)
  if (!bytes) throw damaged(`it ends ${where}`)
  return { kind, bytes }
}

function parse(bytes: Buffer, what: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw damaged(`${what} is no JSON`)
  }
}

function damaged(what: string): BackupError {
  return new BackupError('damaged', `The backup is not whole: ${what}.`)
}
