import type { FileKind } from '@holdfast/platform/contract'
import { type Blob, readBlob } from './blob.ts'
import { ImageError } from './image-error.ts'

/** A member of a tar archive. */
export interface TarEntry {
  /** As written: it may be hostile. */
  readonly name: string
  readonly kind: FileKind | 'hard-link'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970. */
  readonly mtime: number
  /** Target of a symbolic or hard link. */
  readonly link: string
  /** Where the content lies in the archive. */
  readonly at: number
  readonly size: number
}

const blockSize = 512
const maxEntries = 2_000_000
const maxExtended = 1024 * 1024
/** Headers read ahead: most files in an image are small. */
const windowSize = 256 * 1024

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  '': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
}

/** Lists a tar archive with the extensions of pax and GNU. Sources: POSIX.1-2017 pax; GNU tar manual, "Basic Tar Format". */
export function* tarEntries(archive: Blob, what: string): Generator<TarEntry> {
  const window = new Window(archive)
  let extended: ReadonlyMap<string, string> = new Map()
  let global: ReadonlyMap<string, string> = new Map()
  let count = 0
  for (let at = 0; at + blockSize <= archive.size; ) {
    const header = window.bytes(at, blockSize)
    if (header.every((byte) => byte === 0)) {
      at += blockSize
      continue
    }
    if (!hasChecksum(header)) throw new ImageError(`${what} is not a tar archive, or is damaged (at byte ${at}).`)
    count += 1
    if (count > maxEntries) throw new ImageError(`${what} holds more than ${maxEntries} files.`)
    const type = text(header, 156, 1)
    const said = new Map([...global, ...extended])
    const size = Number(said.get('size') ?? number(header, 124, 12))
    const content = at + blockSize
    if (!Number.isSafeInteger(size) || size < 0 || content + size > archive.size)
      throw new ImageError(`${what} ends in the middle of a file (at byte ${at}).`)
    at = content + Math.ceil(size / blockSize) * blockSize
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      if (size > maxExtended) throw new ImageError(`${what} has an extended header of ${size} bytes.`)
      const bytes = window.bytes(content, size)
      if (type === 'g') global = paxRecords(bytes)
      else if (type === 'x') extended = new Map([...extended, ...paxRecords(bytes)])
      else extended = new Map([...extended, [type === 'L' ? 'path' : 'linkpath', text(bytes, 0, bytes.length)]])
      continue
    }
    extended = new Map()
    const kind = kinds[type]
    if (kind === undefined) continue
    const name = said.get('path') ?? ustarName(header)
    yield {
      name,
      // Archives older than POSIX tell directories by their slash alone.
      kind: kind === 'file' && name.endsWith('/') ? 'directory' : kind,
      mode: number(header, 100, 8) & 0o7777,
      uid: Number(said.get('uid') ?? number(header, 108, 8)),
      gid: Number(said.get('gid') ?? number(header, 116, 8)),
      mtime: Number(said.get('mtime') ?? number(header, 136, 12)),
      link: said.get('linkpath') ?? text(header, 157, 100),
      at: content,
      size: kind === 'file' ? size : 0,
    }
  }
}

function ustarName(header: Uint8Array): string {
  const prefix = text(header, 257, 6).startsWith('ustar') && text(header, 263, 1) === '0' ? text(header, 345, 155) : ''
  const name = text(header, 0, 100)
  return prefix === '' ? name : `${prefix}/${name}`
}

const decoder = new TextDecoder()

function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length)
  const end = field.indexOf(0)
  return decoder.decode(end < 0 ? field : field.subarray(0, end))
}

/** Octal digits, or with the highest bit set a big-endian number (GNU). */
function number(header: Uint8Array, at: number, length: number): number {
  const first = header[at] ?? 0
  if ((first & 0x80) === 0) return Number.parseInt(text(header, at, length).trim() || '0', 8)
  let value = first & 0x7f
  for (let index = 1; index < length; index += 1) value = value * 256 + (header[at + index] ?? 0)
  return value
}

/** The sum of the header's bytes, its own field counted as blanks. */
function hasChecksum(header: Uint8Array): boolean {
  let sum = 0
  for (let index = 0; index < blockSize; index += 1) sum += index >= 148 && index < 156 ? 32 : (header[index] as number)
  return sum === number(header, 148, 8)
}

/** `length key=value\n`, over and over. */
function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(32, at)
    const length = Number(decoder.decode(bytes.subarray(at, blank < 0 ? at : blank)))
    if (!Number.isSafeInteger(length) || length < 4) break
    const record = decoder.decode(bytes.subarray(blank + 1, at + length - 1))
    const equals = record.indexOf('=')
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

class Window {
  readonly #blob: Blob
  #at = 0
  #bytes = new Uint8Array()

  constructor(blob: Blob) {
    this.#blob = blob
  }

  bytes(at: number, length: number): Uint8Array {
    if (at < this.#at || at + length > this.#at + this.#bytes.length) {
      this.#at = at
      this.#bytes = new Uint8Array(readBlob(this.#blob, at, Math.max(length, windowSize)))
    }
    return this.#bytes.subarray(at - this.#at, at - this.#at + length)
  }
}
