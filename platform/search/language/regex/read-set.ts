import { withBothCases } from '../text/fold.ts'
import { characterClass, complement } from './character-classes.ts'
import { readEscapedCharacter } from './read-escape.ts'
import type { CharacterSet, CodeRange } from './regex.ts'
import { RegexFailure } from './regex-failure.ts'

/** Reads `[a-z_]` or `[^...]` from its opening bracket; throws a RegexFailure with the place of the mistake. */
export function readSet(pattern: string, start: number, ignoreCase: boolean): { item: CharacterSet; end: number } {
  const negated = pattern[start + 1] === '^'
  let at = start + (negated ? 2 : 1)
  const ranges: CodeRange[] = []
  while (pattern[at] !== ']') {
    if (at >= pattern.length) throw new RegexFailure('regex-broken', 'a bracket is never closed', start)
    const klass = pattern[at] === '\\' ? characterClass(pattern[at + 1] ?? '') : undefined
    if (klass) {
      ranges.push(...(klass.negated ? complement(klass.ranges) : klass.ranges))
      at += 2
      continue
    }
    const from = readCharacter(pattern, at)
    at = from.end
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      const to = readCharacter(pattern, at + 1)
      if (to.code < from.code) throw new RegexFailure('regex-broken', 'a range of characters is backwards', at)
      ranges.push([from.code, to.code])
      at = to.end
    } else {
      ranges.push([from.code, from.code])
    }
  }
  if (ranges.length === 0) throw new RegexFailure('regex-broken', 'a bracket is empty', start)
  return { item: { kind: 'set', ranges: ignoreCase ? withBothCases(ranges) : ranges, negated }, end: at + 1 }
}

function readCharacter(pattern: string, at: number): { code: number; end: number } {
  if (pattern[at] === '[' && /[:.=]/.test(pattern[at + 1] ?? '')) {
    throw new RegexFailure('regex-not-supported', 'a POSIX character class', at)
  }
  if (pattern[at] === '\\') {
    if (at + 1 >= pattern.length) throw new RegexFailure('regex-broken', 'it ends with a backslash', at)
    return readEscapedCharacter(pattern, at)
  }
  const code = pattern.codePointAt(at)!
  return { code, end: at + (code > 0xffff ? 2 : 1) }
}
