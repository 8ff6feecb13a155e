import { type LazyReader, MalformedInput, readExactly } from '../reading/index.ts'
import { crc32 } from './crc32.ts'
import type { Inflate, ZipEntry } from './entry.ts'

export interface MemberOptions {
  /** Bytes, compressed and not. */
  readonly maxSize: number
  readonly inflate: Inflate
}

/** Reads one member. Whatever contradicts the directory, the limits or the checksum throws `MalformedInput`. */
export function* readZipMember(entry: ZipEntry, options: MemberOptions): LazyReader<Uint8Array> {
  const refuse = (reason: string) => new MalformedInput(`"${entry.name.slice(0, 200)}" ${reason}`, entry.headerOffset)
  if (entry.encrypted) throw refuse('is encrypted')
  if (entry.method !== 0 && entry.method !== 8)
    throw refuse(`is compressed by method ${entry.method}, which is not supported`)
  if (entry.size > options.maxSize || entry.compressedSize > options.maxSize) {
    throw refuse(`is larger than ${options.maxSize} bytes`)
  }
  const header = yield* readExactly(entry.headerOffset, 30)
  if (header.u32(0, true) !== 0x04034b50) throw refuse('has no local header where its directory says')
  const start = entry.headerOffset + 30 + header.u16(26, true) + header.u16(28, true)
  const { bytes: packed } = yield* readExactly(start, entry.compressedSize)
  const bytes = entry.method === 0 ? packed : options.inflate(packed, entry.size)
  if (bytes === undefined || bytes.length !== entry.size) throw refuse('does not have the size that its directory says')
  if (crc32(bytes) !== entry.crc32) throw refuse('does not have the checksum that its directory says')
  return bytes
}
