import { createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { type Blob, type OpenFiles, readBlob } from './blob.ts'
import { ImageError } from './image-error.ts'

/** Bytes an image may unpack to in all. */
export const maxUnpacked = 16 * 1024 ** 3

type Compression = 'gzip' | 'zstd' | 'xz' | 'bzip2'

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68]],
]

/** What is left of `maxUnpacked`, shared by all parts of an image. */
export interface UnpackBudget {
  left: number
}

/**
 * Undoes the compression that the first bytes tell of, into a temporary file without a name, which the system removes when it is
 * closed; a blob that is not compressed is returned as it is.
 */
export async function unpack(blob: Blob, files: OpenFiles, budget: UnpackBudget, what: string): Promise<Blob> {
  const start = readBlob(blob, 0, 8)
  const compression = magics.find(([, magic]) => magic.every((byte, index) => start[index] === byte))?.[0]
  if (compression === undefined) return blob
  if (compression === 'xz' || compression === 'bzip2')
    throw new ImageError(`${what} is compressed with ${compression}, which is not read.`)
  const descriptor = files.add(namelessFile())
  let written = 0
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      try {
        budget.left -= piece.length
        if (budget.left < 0) throw new ImageError(`${what} unpacks to more than ${maxUnpacked} bytes.`)
        for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at, piece.length - at, written + at)
        written += piece.length
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
  const source = createReadStream('', {
    fd: blob.descriptor,
    start: blob.offset,
    end: blob.offset + blob.size - 1,
    autoClose: false,
    highWaterMark: 1 << 20,
  })
  try {
    await pipeline(source, compression === 'gzip' ? createGunzip() : createZstdDecompress(), sink)
  } catch (error) {
    if (error instanceof ImageError) throw error
    throw new ImageError(`${what} cannot be decompressed: ${(error as Error).message}`)
  }
  return { descriptor, offset: 0, size: written }
}

function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-image-'))
  try {
    return openSync(join(folder, 'layer'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
