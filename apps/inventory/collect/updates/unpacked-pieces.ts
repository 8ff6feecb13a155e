import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { FileReader } from '@holdfast/platform/contract'

const pieceSize = 1024 * 1024

/** The content of a file piece by piece, with gzip or zstd undone as it is read. */
export async function* unpackedPieces(
  file: FileReader,
  compression: 'gz' | 'zst' | undefined,
): AsyncGenerator<Uint8Array> {
  if (compression === undefined) {
    yield* pieces(file)
    return
  }
  const decoder = compression === 'gz' ? createGunzip() : createZstdDecompress()
  const feeding = feed(file, decoder)
  yield* decoder
  await feeding
}

async function feed(
  file: FileReader,
  decoder: NodeJS.WritableStream & { destroy(error?: Error): unknown },
): Promise<void> {
  try {
    for await (const piece of pieces(file))
      if (!decoder.write(piece)) await new Promise((resolve) => decoder.once('drain', resolve))
    decoder.end()
  } catch (error) {
    decoder.destroy(error as Error)
  }
}

async function* pieces(file: FileReader): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += pieceSize) yield await file.read(at, pieceSize)
}
