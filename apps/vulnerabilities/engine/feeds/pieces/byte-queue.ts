/** Bytes that arrive at one end and are taken at the other; what is waiting lies in one stretch. */
export class ByteQueue {
  // Made when something comes: most files of some feeds are a few kilobytes.
  #bytes = new Uint8Array(0)
  #from = 0
  #to = 0
  /** How many bytes were taken before those that wait. */
  taken = 0

  get length(): number {
    return this.#to - this.#from
  }

  /** What waits; valid until the next `add`. */
  get waiting(): Uint8Array {
    return this.#bytes.subarray(this.#from, this.#to)
  }

  add(piece: Uint8Array): void {
    if (this.#to + piece.length > this.#bytes.length) {
      const needed = this.length + piece.length
      // Moving within the same memory only pays where at least half of it is free.
      const target = needed * 2 <= this.#bytes.length ? this.#bytes : new Uint8Array(Math.max(needed * 2, 1024))
      target.set(this.waiting, 0)
      this.#to = this.length
      this.#from = 0
      this.#bytes = target
    }
    this.#bytes.set(piece, this.#to)
    this.#to += piece.length
  }

  take(length: number): void {
    this.#from += length
    this.taken += length
  }
}
