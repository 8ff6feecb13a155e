import { ByteView, MalformedInput, type Problem } from '../reading/index.ts'

const frameMagic = 0x184d2204

/** The decompressed bytes, or why there are none. */
export type Lz4Result =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: Problem }

/**
 * Decompresses LZ4 frames, one after another. Output beyond `maxOutput` bytes is a problem, not an allocation. Checksums are not
 * compared. Source: "LZ4 Frame Format Description" and "LZ4 Block Format Description".
 */
export function decompressLz4(bytes: Uint8Array, maxOutput: number): Lz4Result {
  try {
    const output = new Output(maxOutput, bytes.length)
    const view = new ByteView(bytes)
    for (let at = 0; at < bytes.length; ) {
      const magic = view.u32(at, true)
      if (magic >>> 4 === 0x184d2a5) at += 8 + view.u32(at + 4, true)
      else if (magic === frameMagic) at = readFrame(view, at + 4, output)
      else throw new MalformedInput('not an LZ4 frame', at)
    }
    return { ok: true, bytes: output.taken() }
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    return { ok: false, problem: { message: error.message, offset: error.offset } }
  }
}

function readFrame(view: ByteView, start: number, output: Output): number {
  const flags = view.u8(start)
  if (flags >>> 6 !== 1) throw new MalformedInput('an LZ4 frame of an unknown version', start)
  if ((flags & 1) !== 0) throw new MalformedInput('an LZ4 frame that needs a dictionary', start)
  const blockTrailer = (flags & 0x10) !== 0 ? 4 : 0
  let at = start + 2 + ((flags & 8) !== 0 ? 8 : 0) + 1
  const frameStart = output.length
  for (;;) {
    const header = view.u32(at, true)
    at += 4
    if (header === 0) return at + ((flags & 4) !== 0 ? 4 : 0)
    const size = header & 0x7fffffff
    if (header >>> 31 === 1) output.append(view.slice(at, size), 0, size, at)
    else decodeBlock(view.sub(at, size), output, frameStart)
    at += size + blockTrailer
  }
}

function decodeBlock(block: ByteView, output: Output, frameStart: number): void {
  const { bytes, length } = block
  let at = 0
  const extend = (base: number): number => {
    if (base < 15) return base
    let total = base
    let byte: number
    do {
      byte = block.u8(at++)
      total += byte
    } while (byte === 255)
    return total
  }
  while (at < length) {
    const token = bytes[at++] as number
    const literals = extend(token >>> 4)
    if (literals > 0) output.append(block.slice(at, literals), 0, literals, block.base + at)
    at += literals
    if (at >= length) return
    const distance = block.u16(at, true)
    at += 2
    const count = extend(token & 15) + 4
    if (distance === 0 || distance > output.length - frameStart) {
      throw new MalformedInput('an LZ4 match before the beginning', block.base + at)
    }
    output.repeat(distance, count, block.base + at)
  }
}

/** Bytes that grow by doubling, up to a limit. */
class Output {
  length = 0
  #bytes: Uint8Array
  readonly #limit: number

  constructor(limit: number, inputLength: number) {
    this.#limit = limit
    this.#bytes = new Uint8Array(Math.min(limit, Math.max(1024, inputLength * 3)))
  }

  append(source: Uint8Array, from: number, count: number, offset: number): void {
    this.#reserve(count, offset)
    this.#bytes.set(source.subarray(from, from + count), this.length)
    this.length += count
  }

  repeat(distance: number, count: number, offset: number): void {
    this.#reserve(count, offset)
    const bytes = this.#bytes
    const from = this.length - distance
    // A match may overlap what it writes; then it repeats byte by byte.
    if (distance >= count) bytes.copyWithin(this.length, from, from + count)
    else for (let i = 0; i < count; i++) bytes[this.length + i] = bytes[from + i] as number
    this.length += count
  }

  taken(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  #reserve(count: number, offset: number): void {
    const needed = this.length + count
    if (needed > this.#limit) throw new MalformedInput(`decompresses to more than ${this.#limit} bytes`, offset)
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.min(this.#limit, Math.max(needed, this.#bytes.length * 2)))
    larger.set(this.#bytes.subarray(0, this.length))
    this.#bytes = larger
  }
}
