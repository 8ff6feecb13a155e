import { decodeUtf8 } from '@holdfast/kit/text'

/** UTF-8 text of XML, cut at the ends of elements, where no character of several bytes is. A piece without one is waited with, up to a limit. */
export async function* xmlText(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = new Uint8Array(0)
  for await (const piece of pieces) {
    const joined = new Uint8Array(rest.length + piece.length)
    joined.set(rest)
    joined.set(piece, rest.length)
    const end = joined.lastIndexOf(0x3e) + 1
    if (end === 0 && joined.length < 1 << 20) {
      rest = joined
      continue
    }
    const cut = end === 0 ? joined.length : end
    yield decodeUtf8(joined.subarray(0, cut))
    rest = joined.slice(cut)
  }
  yield decodeUtf8(rest)
}
