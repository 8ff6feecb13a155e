import { ByteView, type LazyReader, MalformedInput, readExactly } from '../reading/index.ts'
import type { OnHeader, OnTrouble } from './database.ts'

const hashMagic = 0x00061561
const pageTypes = { hashUnsorted: 2, overflow: 7, hashMeta: 8, hash: 13 } as const
const itemTypes = { keyData: 1, offPage: 3 } as const

interface Layout {
  readonly pageSize: number
  readonly lastPage: number
  readonly littleEndian: boolean
  readonly maxHeaderSize: number
}

/** `Packages` as a Berkeley DB hash: every hash page holds pairs of header number and header. Source: Berkeley DB's db_page.h. */
export function* readBdbDatabase(maxHeaderSize: number, onHeader: OnHeader, onTrouble: OnTrouble): LazyReader<void> {
  const layout = readLayout(yield* readExactly(0, 72), maxHeaderSize)
  for (let number = 1; number <= layout.lastPage; number++) {
    const page = yield* readExactly(number * layout.pageSize, layout.pageSize)
    const type = page.u8(25)
    if (type !== pageTypes.hash && type !== pageTypes.hashUnsorted) continue
    try {
      yield* readHashPage(page, layout, onHeader)
    } catch (error) {
      // One torn page must not hide the packages of the others.
      if (!(error instanceof MalformedInput)) throw error
      onTrouble(error.message, error.offset)
    }
  }
}

function readLayout(meta: ByteView, maxHeaderSize: number): Layout {
  const littleEndian = meta.u32(12, true) === hashMagic
  if (!littleEndian && meta.u32(12) !== hashMagic) throw new MalformedInput('not a Berkeley DB hash', 12)
  const pageSize = meta.u32(20, littleEndian)
  if (meta.u8(25) !== pageTypes.hashMeta) throw new MalformedInput('not the first page of a hash', 25)
  if (meta.u8(24) !== 0) throw new MalformedInput('an encrypted database', 24)
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) {
    throw new MalformedInput('an impossible page size', 20)
  }
  return { pageSize, lastPage: meta.u32(32, littleEndian), littleEndian, maxHeaderSize }
}

function* readHashPage(page: ByteView, layout: Layout, onHeader: OnHeader): LazyReader<void> {
  const { littleEndian, pageSize } = layout
  const entries = page.u16(20, littleEndian)
  const offset = (index: number) => page.u16(26 + index * 2, littleEndian)
  // Items are packed from the end of the page, so that each ends where the one before it begins.
  const item = (index: number) => page.sub(offset(index), (index === 0 ? pageSize : offset(index - 1)) - offset(index))
  for (let index = 0; index + 1 < entries; index += 2) {
    const key = item(index)
    const data = item(index + 1)
    if (key.u8(0) !== itemTypes.keyData || key.length !== 5) continue
    const headerNumber = key.u32(1, littleEndian)
    // Entry 0 counts the headers.
    if (headerNumber === 0) continue
    if (data.u8(0) === itemTypes.keyData) onHeader(headerNumber, data.sub(1, data.length - 1))
    else if (data.u8(0) === itemTypes.offPage) onHeader(headerNumber, yield* readOverflow(data, layout))
  }
}

function* readOverflow(item: ByteView, layout: Layout): LazyReader<ByteView> {
  const { littleEndian, pageSize } = layout
  const length = item.u32(8, littleEndian)
  if (length > layout.maxHeaderSize) throw new MalformedInput(`a header of ${length} bytes`, item.base)
  const bytes = new Uint8Array(length)
  let number = item.u32(4, littleEndian)
  for (let filled = 0; filled < length; ) {
    if (number === 0 || number > layout.lastPage) throw new MalformedInput('overflow pages end too early', item.base)
    const page = yield* readExactly(number * pageSize, pageSize)
    const part = page.u16(22, littleEndian)
    if (page.u8(25) !== pageTypes.overflow || part === 0 || part > length - filled) {
      throw new MalformedInput(`page ${number} is not the overflow page that is meant`, page.base)
    }
    bytes.set(page.slice(26, part), filled)
    filled += part
    number = page.u32(16, littleEndian)
  }
  return new ByteView(bytes)
}
