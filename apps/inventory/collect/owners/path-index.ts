import { randomInt } from 'node:crypto'

/** Unknown to whoever makes file names, so that no path can be made to look like another one. */
const seed = [randomInt(2 ** 31), randomInt(2 ** 31)] as const
const encoder = new TextEncoder()

/** Places at the start: enough for the files of a small system. */
const firstSize = 1 << 18

/** Which owner each of many paths has, in twelve bytes a path: only a keyed 64-bit hash of it is kept. The first owner of a path stays. */
export class PathIndex {
  #high = new Uint32Array(firstSize)
  #low = new Uint32Array(firstSize)
  /** Owner plus one; 0 marks a free place. */
  #owner = new Uint32Array(firstSize)
  #size = 0

  /** `bytes[from..to)` is the path. */
  add(bytes: Uint8Array, from: number, to: number, owner: number): void {
    if (this.#size * 3 > this.#owner.length * 2) this.#grow()
    const low = hash(bytes, from, to)
    if (this.#put(highHalf, low, owner + 1)) this.#size += 1
  }

  find(path: string): number | undefined {
    const bytes = encoder.encode(path)
    const low = hash(bytes, 0, bytes.length)
    const high = highHalf
    const mask = this.#owner.length - 1
    for (let at = low & mask; this.#owner[at] !== 0; at = (at + 1) & mask) {
      if (this.#high[at] === high && this.#low[at] === low) return (this.#owner[at] as number) - 1
    }
    return undefined
  }

  #put(high: number, low: number, owner: number): boolean {
    const mask = this.#owner.length - 1
    let at = low & mask
    while (this.#owner[at] !== 0) {
      if (this.#high[at] === high && this.#low[at] === low) return false
      at = (at + 1) & mask
    }
    this.#high[at] = high
    this.#low[at] = low
    this.#owner[at] = owner
    return true
  }

  #grow(): void {
    const [high, low, owner] = [this.#high, this.#low, this.#owner]
    this.#high = new Uint32Array(owner.length * 2)
    this.#low = new Uint32Array(owner.length * 2)
    this.#owner = new Uint32Array(owner.length * 2)
    for (let at = 0; at < owner.length; at += 1)
      if (owner[at] !== 0) this.#put(high[at] as number, low[at] as number, owner[at] as number)
  }
}

/** The high half of the hash that `hash` made last; a pair made for each of many paths would cost more than the hash. */
let highHalf = 0

/** Two multiplicative hashes side by side over the bytes of the path; returns the low half. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let a: number = seed[0]
  let b: number = seed[1]
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul(b ^ (byte + (b >>> 15)), 0x85ebca6b)
  }
  highHalf = finish(a ^ b)
  return finish(b + Math.imul(a, 0xc2b2ae35))
}

function finish(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
