import { EnvelopeError } from './envelope-error.ts'

/**
 * Refuses JSON text that nests deeper than `most` levels, before a parser or anything that walks the value sees it.
 * Text that is no JSON may pass; the parser finds that out.
 */
export function checkDepth(text: string, most: number): void {
  let depth = 0
  let at = 0
  const brackets = /["[\]{}]/g
  for (;;) {
    brackets.lastIndex = at
    const match = brackets.exec(text)
    if (!match) return
    at = match.index + 1
    switch (match[0]) {
      case '"':
        at = endOfString(text, at)
        break
      case '[':
      case '{':
        if (++depth > most)
          throw new EnvelopeError('malformed', `the body nests deeper than ${most} levels`, match.index)
        break
      default:
        depth--
    }
  }
}

/** The position after the closing quote. */
function endOfString(text: string, from: number): number {
  for (let at = from; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return at + 1
  }
}
