/** Numbers that look random and are the same for the same seed: what is simulated can be simulated again. */
export interface Random {
  /** From 0 up to, and never, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<T>(from: readonly T[]): T
  hex(length: number): string
}

/** The generator sfc32 (Doty-Humphrey, PractRand), seeded by a text. */
export function randomOf(seed: string): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
  const step = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (const letter of seed) {
    a = (a ^ (letter.codePointAt(0) ?? 0)) | 0
    step()
  }
  for (let warm = 0; warm < 16; warm++) step()
  const next = () => step() / 2 ** 32
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: (from) => from[between(0, from.length - 1)]!,
    hex: (length) => Array.from({ length }, () => between(0, 15).toString(16)).join(''),
  }
}
