import { MalformedInput } from '../reading/index.ts'

/** How far back a match may reach. */
export const historySize = 1 << 16

/**
 * Decodes one block into `out` from `start` on; matches may reach into what lies before. Returns the number of bytes written.
 * `base` is where the block lies in the input, for errors. Source: "LZ4 Block Format Description".
 */
export function decodeLz4Block(block: Uint8Array, out: Uint8Array, start: number, base: number): number {
  const inEnd = block.length
  const outEnd = out.length
  let from = 0
  let to = start
  while (from < inEnd) {
    const token = block[from++] as number
    let literals = token >>> 4
    if (literals === 15) {
      let more = 255
      while (more === 255 && from < inEnd) {
        more = block[from++] as number
        literals += more
      }
    }
    const literalEnd = from + literals
    if (literalEnd > inEnd || to + literals > outEnd)
      throw new MalformedInput('literals beyond the LZ4 block', base + from)
    if (literals > 32) {
      out.set(block.subarray(from, literalEnd), to)
      to += literals
      from = literalEnd
    } else {
      while (from < literalEnd) out[to++] = block[from++] as number
    }
    // The last sequence of a block has no match.
    if (from >= inEnd) break
    if (from + 2 > inEnd) throw new MalformedInput('an LZ4 block that ends inside a match', base + from)
    const distance = (block[from] as number) | ((block[from + 1] as number) << 8)
    from += 2
    let length = (token & 15) + 4
    if (length === 19) {
      let more = 255
      while (more === 255 && from < inEnd) {
        more = block[from++] as number
        length += more
      }
    }
    let source = to - distance
    const matchEnd = to + length
    if (distance === 0 || source < 0 || matchEnd > outEnd)
      throw new MalformedInput('an LZ4 match out of range', base + from)
    if (length > 48 && distance >= length) {
      out.copyWithin(to, source, source + length)
      to = matchEnd
    } else {
      while (to < matchEnd) out[to++] = out[source++] as number
    }
  }
  return to - start
}
