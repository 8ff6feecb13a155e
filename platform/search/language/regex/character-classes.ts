import type { CharacterSet, CodeRange } from './regex.ts'

const digit: readonly CodeRange[] = [[0x30, 0x39]]
const word: readonly CodeRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]
const space: readonly CodeRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
]
const classes: ReadonlyMap<string, readonly CodeRange[]> = new Map([
  ['d', digit],
  ['w', word],
  ['s', space],
])
const last = 0x10ffff

/** `\d`, `\w`, `\s` and their capitals as sets of ASCII characters; undefined for any other letter. */
export function characterClass(letter: string): CharacterSet | undefined {
  const ranges = classes.get(letter.toLowerCase())
  return ranges && { kind: 'set', ranges, negated: letter !== letter.toLowerCase() }
}

/** All code points that are not in the ranges. */
export function complement(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const result: CodeRange[] = []
  let next = 1
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from > next) result.push([next, from - 1])
    next = Math.max(next, to + 1)
  }
  if (next <= last) result.push([next, last])
  return result
}
