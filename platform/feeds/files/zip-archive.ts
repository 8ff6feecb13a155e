import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { MalformedInput, type ReadBytes, runReader } from '@holdfast/kit/reading'
import { type Inflate, readZipDirectory, readZipMember, type ZipEntry } from '@holdfast/kit/zip'
import type { UnpackMeter } from './limits.ts'

/** Members up to this size are unpacked at once. */
const atOnce = 4 * 1024 ** 2

const inflate: Inflate = (bytes, maxOutput) => {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxOutput) })
  } catch {
    return undefined
  }
}

/** An open zip archive. */
export interface ZipArchive {
  /** Files, as the archive lists them: names may be hostile and are for showing only. */
  readonly members: readonly ZipEntry[]
  pieces(member: ZipEntry): AsyncIterable<Uint8Array>
  close(): void
}

/** Throws an Error where the list of members is broken or cut off: then nothing is known of what is missing. */
export function openZip(path: string, meter: UnpackMeter): ZipArchive {
  const descriptor = openSync(path, 'r')
  const { size } = fstatSync(descriptor)
  const read: ReadBytes = (offset, length) => {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
    let done = 0
    while (done < bytes.length) {
      const more = readSync(descriptor, bytes, done, bytes.length - done, offset + done)
      if (more === 0) break
      done += more
    }
    return bytes.subarray(0, done)
  }
  try {
    const { items, problems } = runReader(readZipDirectory(size, { maxEntries: meter.limits.count }), read)
    const [first] = problems
    if (first)
      throw new Error(
        `its list of members is broken: ${first.message}${first.offset === undefined ? '' : ` (byte ${first.offset})`}`,
      )
    return {
      members: items.filter(({ name }) => !name.endsWith('/')),
      async *pieces(member) {
        const count = meter.forFile(Math.max(1, member.compressedSize))
        if (member.size <= atOnce) {
          count(member.size)
          yield runReader(readZipMember(member, { maxSize: atOnce, inflate }), read)
          return
        }
        yield* largeMember(path, member, read, count)
      },
      close: () => closeSync(descriptor),
    }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

async function* largeMember(
  path: string,
  member: ZipEntry,
  read: ReadBytes,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const refuse = (reason: string) => new MalformedInput(`"${member.name.slice(0, 200)}" ${reason}`, member.headerOffset)
  if (member.encrypted || (member.method !== 0 && member.method !== 8))
    throw refuse('is encrypted or packed in an unknown way')
  // Source: PKWARE APPNOTE 4.3.7.
  const header = Buffer.from(read(member.headerOffset, 30, 0))
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw refuse('has no local header where its directory says')
  const start = member.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const source = createReadStream(path, { start, end: start + member.compressedSize - 1, highWaterMark: 1 << 20 })
  const stream = member.method === 0 ? source : source.pipe(createInflateRaw({ chunkSize: 1 << 18 }))
  source.on('error', (error) => stream.destroy(error))
  let size = 0
  let sum = 0
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > member.size) throw refuse('is larger than its directory says')
      count(piece.length)
      sum = crc32(piece, sum)
      yield piece
    }
  } catch (error) {
    if (error instanceof MalformedInput) throw error
    throw refuse(`breaks off after ${size} unpacked bytes: ${(error as Error).message}`)
  } finally {
    source.destroy()
    stream.destroy()
  }
  if (size !== member.size) throw refuse(`ends after ${size} of ${member.size} bytes`)
  if (sum !== member.crc32) throw refuse('does not have the checksum that its directory says')
}
