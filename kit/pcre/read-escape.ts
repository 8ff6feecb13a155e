import type { CharSet } from './char-set.ts'
import { classOfEscape, classOfProperty } from './classes.ts'
import { PatternError } from './syntax.ts'

/** What stands behind a backslash: a class, or a character by its code. Within brackets, `\b` is a backspace. */
export function readEscape(
  text: string,
  at: number,
  inBrackets: boolean,
): { readonly set: CharSet | undefined; readonly code: number; readonly end: number } {
  const letter = text[at]
  if (letter === undefined) throw new PatternError('the pattern ends with a backslash', at - 1)
  const from = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  const set = inBrackets && (letter === 'N' || letter === 'R') ? undefined : classOfEscape(letter)
  if (set !== undefined) return { set, code: 0, end: at + 1 }
  const property = from(/[pP](?:\{(\^?[A-Za-z_&]{1,32})\}|([A-Z]))/y)
  if (property !== null) {
    const name = property[1] ?? property[2] ?? ''
    const found = classOfProperty(name, letter === 'P')
    if (found === undefined) throw new PatternError(`the property ${name} is not known`, at - 1)
    return { set: found, code: 0, end: at + property[0].length }
  }
  const hex = from(/x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{0,2}))/y)
  if (hex !== null) return { set: undefined, code: coded(hex[1] ?? hex[2] ?? '', 16, at), end: at + hex[0].length }
  const octal = from(/o\{([0-7]{1,8})\}/y) ?? from(/([0-7]{1,3})/y)
  if (octal !== null) return { set: undefined, code: coded(octal[1] ?? '', 8, at), end: at + octal[0].length }
  const control = from(/c([\x20-\x7e])/y)
  if (control !== null)
    return { set: undefined, code: (control[1] as string).toUpperCase().charCodeAt(0) ^ 64, end: at + 2 }
  const plain = inBrackets && letter === 'b' ? 8 : plainEscapes.get(letter)
  if (plain !== undefined) return { set: undefined, code: plain, end: at + 1 }
  if (/[A-Za-z]/.test(letter) && unknownLetters.includes(letter))
    throw new PatternError(`\\${letter} is not supported`, at - 1)
  const code = text.codePointAt(at) as number
  return { set: undefined, code, end: at + (code > 0xffff ? 2 : 1) }
}

const plainEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
])

/** Letters that PCRE gives a meaning, or refuses, behind a backslash. */
const unknownLetters = 'CLlUuXpPgkoc'

function coded(digits: string, radix: number, at: number): number {
  const code = digits === '' ? 0 : Number.parseInt(digits, radix)
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new PatternError('a character has a code that Unicode does not have', at - 1)
  return code
}
