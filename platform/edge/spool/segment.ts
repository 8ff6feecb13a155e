import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** One spooled envelope. */
export interface Entry {
  readonly seq: number
  readonly bytes: Buffer
}

/** `u32 length · u32 CRC-32 of the rest · u64 sequence · bytes`, big endian. */
const headBytes = 16

/**
 * An append-only file of entries. Opening it cuts off a torn tail: what was not written to its end before a crash was not promised to anybody.
 */
export class Segment {
  readonly path: string
  readonly #fd: number
  readonly #entries: { seq: number; offset: number; length: number }[] = []
  #size = 0

  constructor(path: string) {
    this.path = path
    this.#fd = openSync(path, 'a+', 0o600)
    this.#load()
  }

  get size(): number {
    return this.#size
  }

  get first(): number | undefined {
    return this.#entries[0]?.seq
  }

  get last(): number | undefined {
    return this.#entries.at(-1)?.seq
  }

  get count(): number {
    return this.#entries.length
  }

  /** Returns after the bytes are on disk. */
  append(seq: number, bytes: Uint8Array): void {
    const entry = Buffer.allocUnsafe(headBytes + bytes.length)
    entry.writeUInt32BE(bytes.length, 0)
    entry.writeBigUInt64BE(BigInt(seq), 8)
    entry.set(bytes, headBytes)
    entry.writeUInt32BE(crc32(entry.subarray(8)), 4)
    try {
      writeWhole(this.#fd, entry)
      fdatasyncSync(this.#fd)
    } catch (error) {
      // A full disk may have taken a part of the entry: the next append must not follow a torn one.
      ftruncateSync(this.#fd, this.#size)
      throw error
    }
    this.#entries.push({ seq, offset: this.#size + headBytes, length: bytes.length })
    this.#size += entry.length
  }

  /** Entries from `seq` on, up to `count` and about `maxBytes` (at least one). */
  read(seq: number, count: number, maxBytes: number): Entry[] {
    const found: Entry[] = []
    let total = 0
    for (const entry of this.#entries) {
      if (entry.seq < seq) continue
      if (found.length >= count || (found.length > 0 && total + entry.length > maxBytes)) break
      const bytes = Buffer.alloc(entry.length)
      readSync(this.#fd, bytes, 0, entry.length, entry.offset)
      found.push({ seq: entry.seq, bytes })
      total += entry.length
    }
    return found
  }

  close(): void {
    closeSync(this.#fd)
  }

  #load(): void {
    const { size } = fstatSync(this.#fd)
    const head = Buffer.alloc(headBytes)
    while (this.#size + headBytes <= size) {
      readSync(this.#fd, head, 0, headBytes, this.#size)
      const length = head.readUInt32BE(0)
      const end = this.#size + headBytes + length
      if (end > size) break
      const rest = Buffer.alloc(8 + length)
      readSync(this.#fd, rest, 0, rest.length, this.#size + 8)
      if (crc32(rest) !== head.readUInt32BE(4)) break
      this.#entries.push({ seq: Number(head.readBigUInt64BE(8)), offset: this.#size + headBytes, length })
      this.#size = end
    }
    if (this.#size < size) ftruncateSync(this.#fd, this.#size)
  }
}

function writeWhole(fd: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) written += writeSync(fd, bytes, written)
}
