import { type ByteView, type LazyReader, MalformedInput, readExactly } from '../reading/index.ts'

/** What the first 100 bytes say. Source: sqlite.org "Database File Format", section 1.3. */
export interface DatabaseHeader {
  /** Bytes, a power of two. */
  readonly pageSize: number
  /** Bytes of each page that hold content. */
  readonly usableSize: number
  /** True when changes may wait in a write-ahead log. */
  readonly usesLog: boolean
}

const magic = 'SQLite format 3\0'

export function* readHeader(): LazyReader<DatabaseHeader> {
  return parseHeader(yield* readExactly(0, 100))
}

export function parseHeader(view: ByteView): DatabaseHeader {
  if (!Array.from(magic).every((character, index) => view.u8(index) === character.charCodeAt(0))) {
    throw new MalformedInput('not an SQLite database', 0)
  }
  const written = view.u16(16)
  const pageSize = written === 1 ? 65536 : written
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new MalformedInput('an impossible page size', 16)
  const usableSize = pageSize - view.u8(20)
  if (usableSize < 480) throw new MalformedInput('too much of each page is reserved', 20)
  if (view.u8(19) > 2) throw new MalformedInput('a file format that only newer versions read', 19)
  if (view.u32(56) > 1) throw new MalformedInput('text in UTF-16 is not supported', 56)
  return { pageSize, usableSize, usesLog: view.u8(19) === 2 }
}
