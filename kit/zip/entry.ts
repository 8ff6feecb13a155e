/** A member of an archive, as its central directory has it. Names are as written: they may be hostile paths. */
export interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated; others are not supported. */
  readonly method: number
  readonly encrypted: boolean
  readonly compressedSize: number
  readonly size: number
  readonly crc32: number
  /** Where its local header lies in the input. */
  readonly headerOffset: number
}

/**
 * Undoes DEFLATE without any wrapping. Undefined when the bytes are malformed or give more than `maxOutput` bytes. Given by the
 * caller, as every runtime has its own: in Node `inflateRawSync(bytes, { maxOutputLength })`.
 */
export type Inflate = (bytes: Uint8Array, maxOutput: number) => Uint8Array | undefined
