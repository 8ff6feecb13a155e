import { RegexFailure } from './regex-failure.ts'

const controls: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
])

/** Reads `\.`, `\t`, `\x41` or `\u0041`; throws a RegexFailure for a letter without meaning. */
export function readEscapedCharacter(pattern: string, at: number): { code: number; end: number } {
  const numbered = /^\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\})/.exec(pattern.slice(at, at + 10))
  if (numbered) {
    const code = Number.parseInt(numbered[1] ?? numbered[2] ?? numbered[3]!, 16)
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw new RegexFailure('regex-broken', 'it names a character that no text has', at)
    }
    return { code, end: at + numbered[0].length }
  }
  const code = pattern.codePointAt(at + 1)!
  const character = String.fromCodePoint(code)
  const control = controls.get(character)
  if (control !== undefined) return { code: control, end: at + 2 }
  if (/[A-Za-z0-9]/.test(character)) throw new RegexFailure('regex-not-supported', `\\${character}`, at)
  return { code, end: at + 1 + character.length }
}
