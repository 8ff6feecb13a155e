import { ByteView, type LazyReader, MalformedInput } from '../reading/index.ts'
import { type DatabaseHeader, readHeader } from './header.ts'
import { readRecord, readVarint, type SqlValue } from './record.ts'
import { readPage, readWriteAheadLog, type WriteAheadLog } from './write-ahead-log.ts'

export interface TableOptions {
  /** The second input of the reader is the write-ahead log (`-wal`); an empty one is as good as none. */
  readonly withLog: boolean
  /** Bytes; a larger row is malformed. */
  readonly maxRowSize: number
}

/** Receives the rows in the order of their row id. A column that is the row id itself is null. */
export type OnRow = (rowId: number, values: readonly SqlValue[]) => void

const maxDepth = 20

interface Database {
  readonly header: DatabaseHeader
  readonly log: WriteAheadLog
  readonly maxRowSize: number
  /** Pages seen; a page that comes twice would be a cycle. */
  readonly visited: Set<number>
}

/** Reads all rows of an ordinary table. Malformed input throws `MalformedInput`; false when there is no such table. */
export function* readTable(name: string, options: TableOptions, onRow: OnRow): LazyReader<boolean> {
  const header = yield* readHeader()
  const none: WriteAheadLog = { pages: new Map() }
  const log = options.withLog && header.usesLog ? yield* readWriteAheadLog(header.pageSize, 1) : none
  const database: Database = { header, log, maxRowSize: options.maxRowSize, visited: new Set() }
  let root: number | undefined
  yield* readTree(database, 1, 0, (_, [type, tableName, , rootPage]) => {
    if (type === 'table' && tableName === name && typeof rootPage === 'number') root = rootPage
  })
  if (root === undefined) return false
  yield* readTree({ ...database, visited: new Set() }, root, 0, onRow)
  return true
}

function* readTree(database: Database, number: number, depth: number, onRow: OnRow): LazyReader<void> {
  const page = yield* visit(database, number)
  if (depth > maxDepth) throw new MalformedInput('a tree deeper than any real one', page.base)
  // The first page begins with the header of the database.
  const at = number === 1 ? 100 : 0
  const type = page.u8(at)
  const cells = page.u16(at + 3)
  if (type === 5) {
    for (let index = 0; index < cells; index++) {
      const cell = page.u16(at + 12 + index * 2)
      yield* readTree(database, page.u32(cell), depth + 1, onRow)
    }
    yield* readTree(database, page.u32(at + 8), depth + 1, onRow)
  } else if (type === 13) {
    for (let index = 0; index < cells; index++) {
      yield* readRow(database, page, page.u16(at + 8 + index * 2), onRow)
    }
  } else {
    throw new MalformedInput(`page ${number} is not part of a table`, page.base)
  }
}

function* readRow(database: Database, page: ByteView, cell: number, onRow: OnRow): LazyReader<void> {
  const size = readVarint(page, cell)
  const rowId = readVarint(page, size.next)
  if (size.value > database.maxRowSize) {
    throw new MalformedInput(`a row of ${size.value} bytes, more than ${database.maxRowSize}`, page.base + cell)
  }
  const local = localSize(size.value, database.header.usableSize)
  if (local === size.value) return onRow(rowId.value, readRecord(page.sub(rowId.next, local)))

  const payload = new Uint8Array(size.value)
  payload.set(page.slice(rowId.next, local))
  let next = page.u32(rowId.next + local)
  for (let filled = local; filled < size.value; ) {
    const overflow = yield* visit(database, next)
    const take = Math.min(size.value - filled, database.header.usableSize - 4)
    payload.set(overflow.slice(4, take), filled)
    filled += take
    next = overflow.u32(0)
  }
  onRow(rowId.value, readRecord(new ByteView(payload, page.base + cell)))
}

/** Bytes of a row that lie in its page; the others are in overflow pages. Section 1.6. */
function localSize(size: number, usable: number): number {
  const most = usable - 35
  if (size <= most) return size
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((size - least) % (usable - 4))
  return fitting <= most ? fitting : least
}

function* visit(database: Database, number: number): LazyReader<ByteView> {
  if (number === 0 || database.visited.has(number)) {
    throw new MalformedInput(`page ${number} is used twice`, number * database.header.pageSize)
  }
  database.visited.add(number)
  return yield* readPage(number, database.header.pageSize, database.log)
}
