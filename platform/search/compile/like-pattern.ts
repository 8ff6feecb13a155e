import { foldingOf } from '../language/text/fold.ts'

/** A LIKE pattern for pieces with anything in between; backslash escapes. */
export function likePattern(pieces: readonly string[]): string {
  return pieces.map(escapeLike).join('%')
}

/**
 * The same for a function that compares with ASCII small letters only: letters beyond become "any one character", so
 * that it finds at least what is wanted. `exact` says that it finds nothing else.
 */
export function widePattern(pieces: readonly string[]): { readonly pattern: string; readonly exact: boolean } {
  const { to } = foldingOf(pieces)
  if (to === '') return { pattern: likePattern(pieces), exact: true }
  const letters = new Set(to)
  const wide = pieces.map((piece) => Array.from(piece, (one) => (letters.has(one) ? '_' : escapeLike(one))).join(''))
  return { pattern: wide.join('%'), exact: false }
}

/**
 * True where an index of trigrams can look for the pattern: three characters stand together somewhere. For less it would
 * be read as a whole, which is slower than the rows.
 */
export function hasTrigram(pieces: readonly string[]): boolean {
  const { to } = foldingOf(pieces)
  return pieces.some((piece) => {
    const plain = Array.from(piece, (one) => (to.includes(one) ? ' ' : one)).join('')
    return /[\p{L}\p{N}]{3}/u.test(plain)
  })
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}

/** The least text that is greater than every text with this start, by code points; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const characters = [...prefix]
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = last.codePointAt(0)!
    if (code === 0x10ffff) continue
    // Surrogates are no characters: the one after U+D7FF is U+E000.
    return characters.join('') + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1)
  }
  return undefined
}
