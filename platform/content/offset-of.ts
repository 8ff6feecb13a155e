import { type Document, isNode, LineCounter, parseDocument } from 'yaml'

/** Where the value stands, or the nearest thing around it that exists. */
export function offsetOf(document: Document.Parsed, steps: readonly (string | number)[]): number {
  for (let length = steps.length; length > 0; length--) {
    const node = document.getIn(steps.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

/** Line and column, from 1, of a value in the text of a document that `readDocument` took: for what is wrong beyond its schema. */
export function positionIn(
  text: string,
  steps: readonly (string | number)[],
): { readonly line: number; readonly column: number } {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, schema: 'core', prettyErrors: false, logLevel: 'silent' })
  const { line, col } = lineCounter.linePos(offsetOf(document, steps))
  return { line, column: col }
}
