import { type ByteView, type LazyReader, MalformedInput, readExactly, readUpTo } from '../reading/index.ts'

/** The newest committed copy of pages that are not yet in the database: page number to offset in the log. */
export interface WriteAheadLog {
  readonly pages: ReadonlyMap<number, number>
}

export const maxLogSize = 1 << 30

/**
 * Reads the log up to its last committed transaction; frames behind it, of an interrupted writer or of an earlier round, do not
 * count. Source: sqlite.org "Database File Format", section 4. `input` tells which input of the reader the log is.
 */
export function* readWriteAheadLog(pageSize: number, input: number): LazyReader<WriteAheadLog> {
  const header = yield* readUpTo(0, 32, input)
  if (header.length < 32) return { pages: new Map() }
  const magic = header.u32(0)
  if (magic >>> 1 !== 0x377f0682 >>> 1) throw new MalformedInput('not a write-ahead log', 0)
  if (header.u32(4) !== 3_007_000) throw new MalformedInput('a write-ahead log of an unknown version', 4)
  if (header.u32(8) !== pageSize) throw new MalformedInput('a write-ahead log with pages of another size', 8)
  const littleEndian = (magic & 1) === 0
  let sum = checksum(header, 24, [0, 0], littleEndian)
  if (sum[0] !== header.u32(24) || sum[1] !== header.u32(28)) return { pages: new Map() }

  const committed = new Map<number, number>()
  const pending = new Map<number, number>()
  for (let at = 32; at < maxLogSize; at += 24 + pageSize) {
    const start = yield* readUpTo(at, 24, input)
    if (start.length < 24 || start.u32(8) !== header.u32(16) || start.u32(12) !== header.u32(20)) break
    const page = yield* readUpTo(at + 24, pageSize, input)
    if (page.length < pageSize) break
    sum = checksum(page, pageSize, checksum(start, 8, sum, littleEndian), littleEndian)
    if (sum[0] !== start.u32(16) || sum[1] !== start.u32(20)) break
    pending.set(start.u32(0), at + 24)
    if (start.u32(4) === 0) continue
    for (const [number, offset] of pending) committed.set(number, offset)
    pending.clear()
  }
  return { pages: committed }
}

function checksum(
  view: ByteView,
  length: number,
  start: readonly [number, number],
  littleEndian: boolean,
): [number, number] {
  let [first, second] = start
  for (let at = 0; at < length; at += 8) {
    first = (first + view.u32(at, littleEndian) + second) >>> 0
    second = (second + view.u32(at + 4, littleEndian) + first) >>> 0
  }
  return [first, second]
}

/** A page from the log where it is newer, else from the database. */
export function* readPage(number: number, pageSize: number, log: WriteAheadLog): LazyReader<ByteView> {
  const inLog = log.pages.get(number)
  if (inLog !== undefined) return yield* readExactly(inLog, pageSize, 1)
  return yield* readExactly((number - 1) * pageSize, pageSize)
}
