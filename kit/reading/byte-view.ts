/** Thrown inside readers when bytes contradict their format; `attempt` turns it into a problem. Never leaves a reader. */
export class MalformedInput extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** Checked access to bytes: every read outside throws `MalformedInput` with the offset in the whole input. */
export class ByteView {
  readonly bytes: Uint8Array
  /** Where these bytes begin in the whole input. */
  readonly base: number
  readonly #view: DataView

  constructor(bytes: Uint8Array, base = 0) {
    this.bytes = bytes
    this.base = base
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get length(): number {
    return this.bytes.length
  }

  /** `littleEndian` as in DataView: big-endian unless told. */
  u8(at: number): number {
    return this.#view.getUint8(this.#check(at, 1))
  }

  u16(at: number, littleEndian = false): number {
    return this.#view.getUint16(this.#check(at, 2), littleEndian)
  }

  u32(at: number, littleEndian = false): number {
    return this.#view.getUint32(this.#check(at, 4), littleEndian)
  }

  i32(at: number, littleEndian = false): number {
    return this.#view.getInt32(this.#check(at, 4), littleEndian)
  }

  /** An unsigned 64-bit number; more than 2^53 - 1 is malformed, as no size or offset comes near it. */
  u64(at: number, littleEndian = false): number {
    const value = this.#view.getBigUint64(this.#check(at, 8), littleEndian)
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new MalformedInput('a 64-bit number is out of range', this.base + at)
    return Number(value)
  }

  /** A view of the same bytes, not a copy. */
  slice(at: number, length: number): Uint8Array {
    this.#check(at, length)
    return this.bytes.subarray(at, at + length)
  }

  sub(at: number, length: number): ByteView {
    return new ByteView(this.slice(at, length), this.base + at)
  }

  #check(at: number, length: number): number {
    if (
      !Number.isSafeInteger(at) ||
      !Number.isSafeInteger(length) ||
      at < 0 ||
      length < 0 ||
      at + length > this.length
    ) {
      throw new MalformedInput(
        `${length} bytes at ${this.base + at} lie outside the ${this.length} bytes there are`,
        this.base + at,
      )
    }
    return at
  }
}
