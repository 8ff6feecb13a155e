import type { CodeRange } from '../regex/regex.ts'

/**
 * One rule of case for the whole language, the same in memory and in every database: A to Z become a to z, and any
 * other letter becomes its small letter where that is one code point (Ü becomes ü; ß, İ and K for Kelvin stay).
 */
export function fold(text: string): string {
  // Most texts are ASCII, where the machine's own function does exactly this.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  let folded = ''
  for (const character of text) folded += foldCharacter(character)
  return folded
}

function foldCharacter(character: string): string {
  const small = character.toLowerCase()
  if (small === character) return character
  const code = character.codePointAt(0)!
  if (code < 0x80) return small
  const smallCode = small.codePointAt(0)!
  const single = small.length === (smallCode > 0xffff ? 2 : 1)
  return single && smallCode >= 0x80 ? small : character
}

let capitals: ReadonlyMap<string, readonly string[]> | undefined

/** For each small letter outside ASCII the letters that fold to it; made once, at the first need. */
function capitalsOf(small: string): readonly string[] {
  capitals ??= gatherCapitals()
  return capitals.get(small) ?? []
}

function gatherCapitals(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (let code = 0x80; code < 0x1f000; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const character = String.fromCodePoint(code)
    const folded = foldCharacter(character)
    if (folded === character) continue
    const known = found.get(folded)
    if (known) known.push(character)
    else found.set(folded, [character])
  }
  return found
}

/**
 * What a database must still replace so that its ASCII-only `lower()` folds like `fold` as far as these folded texts
 * can see: parallel strings for `translate(…, from, to)`. Empty for texts without letters beyond ASCII.
 */
export function foldingOf(texts: Iterable<string>): { readonly from: string; readonly to: string } {
  const seen = new Set<string>()
  let from = ''
  let to = ''
  for (const text of texts) {
    if (/^[\0-\x7f]*$/.test(text)) continue
    for (const character of text) {
      if (character < '\x80' || seen.has(character)) continue
      seen.add(character)
      for (const capital of capitalsOf(character)) {
        from += capital
        to += character
      }
    }
  }
  return { from, to }
}

/** The same ranges and, for each letter in them, its other cases. */
export function withBothCases(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const result: CodeRange[] = [...ranges]
  for (const [from, to] of ranges) {
    addShifted(result, [Math.max(from, 0x41), Math.min(to, 0x5a)], 32)
    addShifted(result, [Math.max(from, 0x61), Math.min(to, 0x7a)], -32)
    if (to < 0x80) continue
    capitals ??= gatherCapitals()
    for (const [small, larges] of capitals) addFamily(result, [from, to], [small, ...larges])
  }
  return result
}

function addShifted(result: CodeRange[], [from, to]: CodeRange, by: number): void {
  if (from <= to) result.push([from + by, to + by])
}

function addFamily(result: CodeRange[], [from, to]: CodeRange, letters: readonly string[]): void {
  const codes = letters.map((letter) => letter.codePointAt(0)!)
  if (!codes.some((code) => code >= from && code <= to)) return
  for (const code of codes) if (code < from || code > to) result.push([code, code])
}
