/** Which characters one place of a pattern accepts: single ones, ranges and properties of Unicode, or all but these. */
export class CharSet {
  readonly #low = new Uint8Array(256)
  readonly #ranges: (readonly [from: number, to: number])[] = []
  readonly #properties: { readonly pattern: RegExp; readonly negated: boolean }[] = []
  readonly #others: CharSet[] = []
  #negated = false

  static of(...codes: readonly number[]): CharSet {
    const set = new CharSet()
    for (const code of codes) set.addRange(code, code)
    return set
  }

  addRange(from: number, to: number): this {
    for (let code = from; code <= to && code < 256; code++) this.#low[code] = 1
    if (to >= 256) this.#ranges.push([Math.max(from, 256), to])
    return this
  }

  /** All that another set accepts. */
  addSet(other: CharSet): this {
    for (let code = 0; code < 256; code++) if (other.has(code)) this.#low[code] = 1
    this.#others.push(other)
    return this
  }

  addProperty(pattern: RegExp, negated: boolean): this {
    this.#properties.push({ pattern, negated })
    for (let code = 0; code < 256; code++) if (pattern.test(String.fromCodePoint(code)) !== negated) this.#low[code] = 1
    return this
  }

  /** Accepts the other case of every letter, too. */
  ignoreCase(): this {
    for (let code = 0; code < 256; code++) {
      if (this.#low[code] !== 1) continue
      for (const other of otherCases(code)) this.addRange(other, other)
    }
    for (const [from, to] of [...this.#ranges]) {
      if (to - from > maxFolded) continue
      for (let code = from; code <= to; code++) for (const other of otherCases(code)) this.addRange(other, other)
    }
    return this
  }

  negate(): this {
    this.#negated = !this.#negated
    return this
  }

  has(code: number): boolean {
    return this.#holds(code) !== this.#negated
  }

  #holds(code: number): boolean {
    if (code < 256) return this.#low[code] === 1
    for (const [from, to] of this.#ranges) if (code >= from && code <= to) return true
    for (const { pattern, negated } of this.#properties)
      if (pattern.test(String.fromCodePoint(code)) !== negated) return true
    return this.#others.some((other) => other.has(code))
  }
}

/** Ranges wider than every alphabet with cases are taken as they stand. */
const maxFolded = 4096

/** The same letter in other cases, where that is one character. */
export function otherCases(code: number): readonly number[] {
  const text = String.fromCodePoint(code)
  const codes: number[] = []
  for (const other of [text.toLowerCase(), text.toUpperCase()]) {
    const found = other.codePointAt(0) as number
    if (found !== code && String.fromCodePoint(found) === other) codes.push(found)
  }
  return codes
}
