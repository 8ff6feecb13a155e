/** A place in a document as people count: both from 1, columns in UTF-16 code units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The line and column of a position in a text. */
export function placeIn(text: string, position: number): Place {
  let line = 1
  let start = 0
  for (;;) {
    const newline = text.indexOf('\n', start)
    if (newline < 0 || newline >= position) return { line, column: position - start + 1 }
    line++
    start = newline + 1
  }
}
