import {
  type ByteView,
  type LazyReader,
  MalformedInput,
  ProblemList,
  type Reading,
  readExactly,
} from '../reading/index.ts'
import { decodeLatin1, decodeUtf8Strict } from '../text/index.ts'
import type { ZipEntry } from './entry.ts'

export interface DirectoryLimits {
  readonly maxEntries?: number
  /** Bytes of the central directory. */
  readonly maxDirectorySize?: number
}

const signatures = { entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 } as const
const maxCommentLength = 65_535

interface End {
  readonly entries: number
  readonly directorySize: number
  readonly directoryOffset: number
  /** Where the end record lies; the directory ends right before it. */
  readonly at: number
}

/**
 * Lists an archive from its central directory, of which only the end of the file is read. What stands before the archive (the
 * script of a self-running jar) does not matter. Source: PKWARE APPNOTE 4.3.12 to 4.3.16.
 */
export function* readZipDirectory(size: number, limits: DirectoryLimits = {}): LazyReader<Reading<ZipEntry>> {
  const problems = new ProblemList()
  const items: ZipEntry[] = []
  try {
    const end = yield* findEnd(size)
    const maxEntries = limits.maxEntries ?? 200_000
    if (end.directorySize > (limits.maxDirectorySize ?? 1 << 26)) {
      throw new MalformedInput(`a central directory of ${end.directorySize} bytes`, end.at)
    }
    const start = end.at - end.directorySize
    // Offsets are relative to where the archive itself begins.
    const shift = start - end.directoryOffset
    const directory = yield* readExactly(start, end.directorySize)
    for (let at = 0; at < directory.length && items.length < end.entries; ) {
      if (items.length >= maxEntries) throw new MalformedInput(`more than ${maxEntries} members`, start + at)
      const { entry, next } = readEntry(directory, at, shift)
      items.push(entry)
      at = next
    }
    if (items.length < end.entries) problems.add(`only ${items.length} of ${end.entries} members are listed`)
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    problems.add(error.message, { offset: error.offset })
  }
  return { items, problems: problems.list }
}

function* findEnd(size: number): LazyReader<End> {
  const length = Math.min(size, 22 + maxCommentLength)
  const tail = yield* readExactly(size - length, length)
  for (let at = length - 22; at >= 0; at--) {
    if (tail.u32(at, true) !== signatures.end || at + 22 + tail.u16(at + 20, true) > length) continue
    const end = {
      entries: tail.u16(at + 10, true),
      directorySize: tail.u32(at + 12, true),
      directoryOffset: tail.u32(at + 16, true),
      at: tail.base + at,
    }
    const large = end.entries === 0xffff || end.directorySize === 0xffffffff || end.directoryOffset === 0xffffffff
    return large ? yield* findEnd64(end) : end
  }
  throw new MalformedInput('not a zip archive: no end record', size)
}

function* findEnd64(end: End): LazyReader<End> {
  if (end.at < 20) return end
  const locator = yield* readExactly(end.at - 20, 20)
  if (locator.u32(0, true) !== signatures.locator64) return end
  // The record usually lies right before its locator; its written offset ignores what stands before the archive.
  for (const at of [end.at - 20 - 56, locator.u64(8, true)]) {
    if (at < 0) continue
    const record = yield* readExactly(at, 56)
    if (record.u32(0, true) !== signatures.end64) continue
    return {
      entries: record.u64(32, true),
      directorySize: record.u64(40, true),
      directoryOffset: record.u64(48, true),
      at,
    }
  }
  throw new MalformedInput('the zip64 end record is missing', end.at)
}

function readEntry(view: ByteView, at: number, shift: number): { readonly entry: ZipEntry; readonly next: number } {
  if (view.u32(at, true) !== signatures.entry) throw new MalformedInput('a member without its mark', view.base + at)
  const nameLength = view.u16(at + 28, true)
  const extraLength = view.u16(at + 30, true)
  const name = view.slice(at + 46, nameLength)
  const sizes = {
    size: view.u32(at + 24, true),
    compressedSize: view.u32(at + 20, true),
    headerOffset: view.u32(at + 42, true),
  }
  const large = readLargeSizes(view.sub(at + 46 + nameLength, extraLength), sizes)
  return {
    entry: {
      name: decodeUtf8Strict(name) ?? decodeLatin1(name),
      method: view.u16(at + 10, true),
      encrypted: (view.u16(at + 8, true) & 1) !== 0,
      crc32: view.u32(at + 16, true),
      ...large,
      headerOffset: large.headerOffset + shift,
    },
    next: at + 46 + nameLength + extraLength + view.u16(at + 32, true),
  }
}

type Sizes = Pick<ZipEntry, 'size' | 'compressedSize' | 'headerOffset'>

/** In zip64, a value of all ones stands in the extra field instead, in this order. */
function readLargeSizes(extra: ByteView, sizes: Sizes): Sizes {
  const found = { ...sizes }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.u16(at + 2, true)) {
    if (extra.u16(at, true) !== 1) continue
    let value = at + 4
    for (const key of ['size', 'compressedSize', 'headerOffset'] as const) {
      if (found[key] !== 0xffffffff) continue
      found[key] = extra.u64(value, true)
      value += 8
    }
    break
  }
  return found
}
