import limits from '../syntax/limits.json' with { type: 'json' }
import { withBothCases } from '../text/fold.ts'
import { characterClass } from './character-classes.ts'
import { readEscapedCharacter } from './read-escape.ts'
import { readSet } from './read-set.ts'
import type { CharacterSet, Regex } from './regex.ts'
import { RegexFailure } from './regex-failure.ts'

export type RegexProblemCode = 'regex-broken' | 'regex-not-supported' | 'regex-too-large'

export type ParsedRegex =
  | { readonly ok: true; readonly regex: Regex }
  | {
      readonly ok: false
      readonly problem: {
        readonly code: RegexProblemCode
        readonly reason: string
        readonly at: number
        readonly length: number
      }
    }

interface Group {
  readonly at: number
  readonly choices: Regex[][]
}

const quantifier = /[*+?]|\{(\d{1,4})(,(\d{1,4})?)?\}/y
const anything: CharacterSet = { kind: 'set', ranges: [], negated: true }

/**
 * Reads a regular expression of the safe subset: characters, `.`, `[...]`, `\d \w \s \b` and their capitals, `^ $`
 * (of the whole text), groups, `|`, `* + ? {m,n}`. With `ignoreCase` every letter stands for both its cases. What a
 * linear search cannot do is refused by name; the size of what remains is bounded.
 */
export function parseRegex(pattern: string, ignoreCase: boolean): ParsedRegex {
  try {
    if (pattern.length > limits.maxRegexLength) {
      throw new RegexFailure(
        'regex-too-large',
        `longer than ${limits.maxRegexLength} characters`,
        limits.maxRegexLength,
      )
    }
    const regex = readAll(pattern, ignoreCase)
    if (sizeOf(regex) > limits.maxRegexStates) throw new RegexFailure('regex-too-large', 'its repetitions multiply', 0)
    return { ok: true, regex }
  } catch (error) {
    if (!(error instanceof RegexFailure)) throw error
    const { code, reason, at } = error
    return {
      ok: false,
      problem: { code, reason, at: Math.min(at, pattern.length), length: at < pattern.length ? 1 : 0 },
    }
  }
}

function readAll(pattern: string, ignoreCase: boolean): Regex {
  const groups: Group[] = [{ at: 0, choices: [[]] }]
  let at = 0
  while (at < pattern.length) {
    const group = groups[groups.length - 1]!
    const sequence = group.choices[group.choices.length - 1]!
    const character = pattern[at]!
    if (character === '(') {
      at = enterGroup(pattern, at, groups)
    } else if (character === ')') {
      if (groups.length === 1) throw new RegexFailure('regex-broken', 'a parenthesis closes nothing', at)
      groups.pop()
      // As a sequence of its own, so that what follows repeats all of it.
      groups
        .at(-1)!
        .choices.at(-1)!
        .push({ kind: 'sequence', of: [choose(group)] })
      at += 1
    } else if (character === '|') {
      group.choices.push([])
      at += 1
    } else {
      quantifier.lastIndex = at
      const found = quantifier.exec(pattern)
      if (found) {
        sequence.push(repeat(sequence.pop(), found, at))
        at += found[0].length
        if (pattern[at] === '?') at += 1
      } else {
        const { item, end } = readItem(pattern, at, ignoreCase)
        sequence.push(item)
        at = end
      }
    }
  }
  if (groups.length > 1) throw new RegexFailure('regex-broken', 'a parenthesis is never closed', groups.at(-1)!.at)
  return choose(groups[0]!)
}

function enterGroup(pattern: string, at: number, groups: Group[]): number {
  if (groups.length > limits.maxRegexDepth) throw new RegexFailure('regex-too-large', 'too many nested groups', at)
  groups.push({ at, choices: [[]] })
  if (pattern[at + 1] !== '?') return at + 1
  if (pattern.startsWith('(?:', at)) return at + 3
  if (/^\(\?<?[=!]/.test(pattern.slice(at, at + 4))) {
    throw new RegexFailure('regex-not-supported', 'look-ahead or look-behind', at)
  }
  const named = /^\(\?<[A-Za-z_]\w*>/.exec(pattern.slice(at, at + 40))
  if (named) return at + named[0].length
  throw new RegexFailure('regex-not-supported', 'a special group', at)
}

function choose({ choices }: Group): Regex {
  const of = choices.map((all): Regex => (all.length === 1 ? all[0]! : { kind: 'sequence', of: all }))
  return of.length === 1 ? of[0]! : { kind: 'choice', of }
}

function repeat(of: Regex | undefined, found: RegExpExecArray, at: number): Regex {
  if (of === undefined) throw new RegexFailure('regex-broken', 'a repetition has nothing to repeat', at)
  if (of.kind === 'repeat') throw new RegexFailure('regex-broken', 'a repetition repeats a repetition', at)
  if (of.kind !== 'set' && of.kind !== 'sequence' && of.kind !== 'choice') {
    throw new RegexFailure('regex-broken', 'a repetition follows a place instead of a character', at)
  }
  const [sign, min, comma, max] = found
  if (sign === '*') return { kind: 'repeat', of, min: 0, max: Number.POSITIVE_INFINITY }
  if (sign === '+') return { kind: 'repeat', of, min: 1, max: Number.POSITIVE_INFINITY }
  if (sign === '?') return { kind: 'repeat', of, min: 0, max: 1 }
  const least = Number(min)
  const most = comma === undefined ? least : max === undefined ? Number.POSITIVE_INFINITY : Number(max)
  if (most < least) throw new RegexFailure('regex-broken', 'a repetition ends before it begins', at)
  if (least > limits.maxRegexRepeat || (Number.isFinite(most) && most > limits.maxRegexRepeat)) {
    throw new RegexFailure('regex-too-large', `more than ${limits.maxRegexRepeat} repetitions`, at)
  }
  return { kind: 'repeat', of, min: least, max: most }
}

function readItem(pattern: string, at: number, ignoreCase: boolean): { item: Regex; end: number } {
  switch (pattern[at]) {
    case '.':
      return { item: anything, end: at + 1 }
    case '^':
      return { item: { kind: 'start' }, end: at + 1 }
    case '$':
      return { item: { kind: 'end' }, end: at + 1 }
    case '[':
      return readSet(pattern, at, ignoreCase)
    case '\\':
      return readEscape(pattern, at, ignoreCase)
  }
  const code = pattern.codePointAt(at)!
  return { item: letter(code, ignoreCase), end: at + (code > 0xffff ? 2 : 1) }
}

function letter(code: number, ignoreCase: boolean): CharacterSet {
  return { kind: 'set', ranges: ignoreCase ? withBothCases([[code, code]]) : [[code, code]], negated: false }
}

function readEscape(pattern: string, at: number, ignoreCase: boolean): { item: Regex; end: number } {
  const next = pattern[at + 1]
  if (next === undefined) throw new RegexFailure('regex-broken', 'it ends with a backslash', at)
  if (next === 'b') return { item: { kind: 'word-edge' }, end: at + 2 }
  if (next === 'B') return { item: { kind: 'inside-word' }, end: at + 2 }
  const set = characterClass(next)
  if (set) return { item: set, end: at + 2 }
  if (/[1-9k]/.test(next)) throw new RegexFailure('regex-not-supported', 'a back-reference', at)
  const { code, end } = readEscapedCharacter(pattern, at)
  return { item: letter(code, ignoreCase), end }
}

/** How many states an automaton for it has; grows with the product of nested repetitions. */
function sizeOf(regex: Regex): number {
  switch (regex.kind) {
    case 'sequence':
    case 'choice':
      return regex.of.reduce((sum, part) => sum + sizeOf(part) + 1, 1)
    case 'repeat':
      return (sizeOf(regex.of) + 1) * Math.max(1, Number.isFinite(regex.max) ? regex.max : regex.min + 1)
    default:
      return 1
  }
}
