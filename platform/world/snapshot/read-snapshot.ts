import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { Live, Seen, WalkEntry } from '@holdfast/platform/contract'
import { type SnapshotHeader, type SnapshotRecord, snapshotFormat, snapshotVersion } from './snapshot-records.ts'

/** Why a file is no snapshot that can be read. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

type RecordOf<Type extends SnapshotRecord['type']> = Extract<SnapshotRecord, { type: Type }>

/** A snapshot in memory. */
export interface Snapshot {
  readonly header: SnapshotHeader
  readonly reads: Map<string, { readonly maxBytes: number; readonly answer: Seen<{ readonly bytes: Uint8Array }> }>
  readonly stats: Map<string, RecordOf<'stat'>['answer']>
  readonly walks: Map<string, readonly WalkEntry[]>
  readonly opens: Map<string, RecordOf<'open'>['answer']>
  readonly pieces: Map<string, { readonly offset: number; readonly bytes: Uint8Array }[]>
  readonly execs: Map<string, RecordOf<'exec'>['answer']>
  processes?: Awaited<ReturnType<Live['processes']>>
  listeners?: Awaited<ReturnType<Live['listeners']>>
}

const maxUnpacked = 4 * 1024 ** 3
const maxLine = 512 * 1024 ** 2

export async function readSnapshot(path: string): Promise<Snapshot> {
  const fail = (why: string): never => {
    throw new SnapshotError(`${path}: ${why}`)
  }
  let snapshot: Snapshot | undefined
  let ended = false
  let line = 0
  try {
    for await (const text of linesOf(path)) {
      line += 1
      const value: unknown = JSON.parse(text)
      if (typeof value !== 'object' || value === null) fail(`line ${line} is not a record`)
      if (snapshot === undefined) snapshot = emptySnapshot(checkedHeader(value as SnapshotHeader, fail))
      else ended = take(snapshot, value as SnapshotRecord)
    }
  } catch (error) {
    if (error instanceof SnapshotError || (error as NodeJS.ErrnoException).syscall === 'open') throw error
    fail(snapshot === undefined ? 'is not a snapshot' : `is damaged after line ${line}: ${(error as Error).message}`)
  }
  if (snapshot === undefined) return fail('is empty')
  if (!ended) fail(`is cut off after line ${line}`)
  return snapshot
}

function checkedHeader(header: SnapshotHeader, fail: (why: string) => never): SnapshotHeader {
  if (header.format !== snapshotFormat) fail('is not a snapshot')
  if (header.version !== snapshotVersion)
    fail(`is of version ${header.version}; this program reads version ${snapshotVersion}`)
  if (typeof header.name !== 'string' || !Array.isArray(header.capabilities) || typeof header.takenAt !== 'string')
    fail('has a header that says too little')
  return header
}

function emptySnapshot(header: SnapshotHeader): Snapshot {
  return {
    header,
    reads: new Map(),
    stats: new Map(),
    walks: new Map(),
    opens: new Map(),
    pieces: new Map(),
    execs: new Map(),
  }
}

/** True for the record that ends a snapshot. */
function take(snapshot: Snapshot, record: SnapshotRecord): boolean {
  switch (record.type) {
    case 'read': {
      const { path, maxBytes, answer } = record
      // A later reading with a higher limit knows more.
      if (snapshot.reads.get(path)?.answer.ok) break
      snapshot.reads.set(path, { maxBytes, answer: answer.ok ? { ok: true, bytes: bytesOf(answer.bytes) } : answer })
      break
    }
    case 'stat':
      snapshot.stats.set(record.path, record.answer)
      break
    case 'walk':
      snapshot.walks.set(record.key, record.entries)
      break
    case 'open':
      snapshot.opens.set(record.path, record.answer)
      break
    case 'piece': {
      const pieces = snapshot.pieces.get(record.path) ?? []
      pieces.push({ offset: record.offset, bytes: bytesOf(record.bytes) })
      snapshot.pieces.set(record.path, pieces)
      break
    }
    case 'processes':
      snapshot.processes = record.answer
      break
    case 'listeners':
      snapshot.listeners = record.answer
      break
    case 'exec':
      snapshot.execs.set(record.key, record.answer)
      break
    case 'end':
      return true
  }
  return false
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const source = createReadStream(path)
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  source.pipe(unpacked)
  let parts: Buffer[] = []
  let held = 0
  let total = 0
  for await (const piece of unpacked as AsyncIterable<Buffer>) {
    total += piece.length
    if (total > maxUnpacked) throw new Error(`it unpacks to more than ${maxUnpacked} bytes`)
    let start = 0
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, start)) {
      parts.push(piece.subarray(start, at))
      yield Buffer.concat(parts).toString('utf8')
      parts = []
      held = 0
      start = at + 1
    }
    held += piece.length - start
    if (held > maxLine) throw new Error(`a line is longer than ${maxLine} bytes`)
    parts.push(Buffer.from(piece.subarray(start)))
  }
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
