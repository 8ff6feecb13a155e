import { pathOfPax, readTarHeader, tarBlock } from '@holdfast/kit/tar'

/** A file of an archive; its pieces are to be read before the next file is asked for, what is left is passed over. */
export interface TarFile {
  /** As the archive has it: may be hostile, and is for showing only. */
  readonly name: string
  pieces(): AsyncGenerator<Uint8Array, void, undefined>
}

/** Whether unpacked bytes begin as a tar archive does. */
export function isTar(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar'
}

const maxRecords = 1 << 20

/**
 * The files of a tar archive one after another, never held as a whole; links and devices are passed over. Throws an Error with the byte where it is broken or
 * ends before the empty block that ends archives.
 */
export async function* tarFiles(pieces: AsyncIterator<Uint8Array>, maxCount: number): AsyncGenerator<TarFile> {
  const source = new Source(pieces)
  let name: string | undefined
  for (let count = 0; ; ) {
    const at = source.at
    const header = await source.header()
    if (header === undefined) return
    const { size, type } = header
    if (type === 'x' || type === 'L') {
      if (size > maxRecords) throw new Error(`at byte ${at}: a name is longer than any real one`)
      const records = await source.take(size)
      name = type === 'x' ? (pathOfPax(records) ?? name) : records.toString('utf8').replace(/\0.*$/s, '')
      await source.pass(paddingOf(size))
      continue
    }
    if (type === '0') {
      if (++count > maxCount) throw new Error(`holds more than ${maxCount} files`)
      let left = size
      yield {
        name: name ?? header.name,
        async *pieces() {
          while (left > 0) {
            const piece = await source.some(left)
            left -= piece.length
            yield piece
          }
        },
      }
      await source.pass(left)
    } else await source.pass(size)
    await source.pass(paddingOf(size))
    name = undefined
  }
}

function paddingOf(size: number): number {
  return (tarBlock - (size % tarBlock)) % tarBlock
}

/** Bytes of an archive in order. */
class Source {
  readonly #pieces: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)
  /** How many were taken. */
  at = 0

  constructor(pieces: AsyncIterator<Uint8Array>) {
    this.#pieces = pieces
  }

  async header() {
    const at = this.at
    const block = await this.take(tarBlock)
    try {
      return readTarHeader(block)
    } catch (error) {
      throw new Error(`at byte ${at}: ${(error as Error).message}`)
    }
  }

  /** At least one byte and at most `most`. Throws where there is none. */
  async some(most: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#pieces.next()
      if (done) throw new Error(`the archive ends in the middle at byte ${this.at}`)
      this.#rest = value
    }
    const piece = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(piece.length)
    this.at += piece.length
    return piece
  }

  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = []
    for (let left = length; left > 0; ) {
      // A piece may be used again by whoever gave it.
      const piece = Buffer.from(await this.some(left))
      parts.push(piece)
      left -= piece.length
    }
    return Buffer.concat(parts)
  }

  async pass(length: number): Promise<void> {
    for (let left = length; left > 0; ) left -= (await this.some(left)).length
  }
}
