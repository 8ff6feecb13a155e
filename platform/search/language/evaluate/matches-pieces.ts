/** True when the folded text consists of the pieces in order with anything in between (see Like). */
export function matchesPieces(pieces: readonly string[], text: string): boolean {
  const first = pieces[0]!
  if (pieces.length === 1) return text === first
  const last = pieces[pieces.length - 1]!
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let at = first.length
  // The leftmost place of each piece leaves the most room for the rest.
  for (let index = 1; index < pieces.length - 1; index += 1) {
    const piece = pieces[index]!
    const found = text.indexOf(piece, at)
    if (found === -1 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}
