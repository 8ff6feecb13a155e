import { closeSync, readSync } from 'node:fs'

/** A stretch of an open file. */
export interface Blob {
  readonly descriptor: number
  readonly offset: number
  readonly size: number
}

/** Bytes of a blob; fewer at its end. */
export function readBlob({ descriptor, offset, size }: Blob, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, size - at)))
  let filled = 0
  while (filled < bytes.length) {
    const got = readSync(descriptor, bytes, filled, bytes.length - filled, offset + at + filled)
    if (got === 0) return bytes.subarray(0, filled)
    filled += got
  }
  return bytes
}

export function partOf(blob: Blob, at: number, size: number): Blob {
  return { descriptor: blob.descriptor, offset: blob.offset + at, size }
}

/** Open files that belong together, closed together. */
export class OpenFiles {
  readonly #descriptors = new Set<number>()

  add(descriptor: number): number {
    this.#descriptors.add(descriptor)
    return descriptor
  }

  close(): void {
    for (const descriptor of this.#descriptors) closeSync(descriptor)
    this.#descriptors.clear()
  }
}
