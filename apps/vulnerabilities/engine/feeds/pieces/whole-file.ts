/** All bytes of a file; undefined where it has more than `maxLength`, without taking the rest. */
export async function wholeFile(pieces: AsyncIterable<Uint8Array>, maxLength: number): Promise<Uint8Array | undefined> {
  const taken: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > maxLength) return undefined
    taken.push(piece)
  }
  if (taken.length === 1) return taken[0]
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of taken) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
