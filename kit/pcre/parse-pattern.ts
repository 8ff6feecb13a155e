import { CharSet } from './char-set.ts'
import { classOfEscape } from './classes.ts'
import { parseBracket } from './parse-bracket.ts'
import { readEscape } from './read-escape.ts'
import { type Assertion, PatternError, type Syntax } from './syntax.ts'

export interface PatternOptions {
  /** PCRE_CASELESS */
  readonly ignoreCase?: boolean
  /** PCRE_MULTILINE: `^` and `$` at every line. */
  readonly multiline?: boolean
  /** PCRE_DOTALL: the dot takes newlines, too. */
  readonly dotAll?: boolean
  /** PCRE_EXTENDED: white space and comments stand for nothing. */
  readonly extended?: boolean
}

interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
  readonly x: boolean
}

const maxLength = 65_536
const maxDepth = 250
const maxRepeat = 65_535

const assertions: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'text-start'],
  ['z', 'text-end'],
  ['Z', 'before-last-newline'],
  ['G', 'match-start'],
  ['b', 'word-boundary'],
  ['B', 'no-word-boundary'],
])

/** Reads a pattern in the syntax of PCRE. Throws PatternError. Source: pcrepattern(3). */
export function parsePattern(
  text: string,
  options: PatternOptions,
): { readonly syntax: Syntax; readonly groups: number } {
  if (text.length > maxLength) throw new PatternError(`the pattern is longer than ${maxLength} characters`, maxLength)
  const parser = new Parser(text)
  const syntax = parser.parse({
    i: options.ignoreCase === true,
    m: options.multiline === true,
    s: options.dotAll === true,
    x: options.extended === true,
  })
  return { syntax, groups: parser.groups }
}

class Parser {
  groups = 0
  readonly #text: string
  readonly #names = new Map<string, number>()
  /** References are checked at the end: they may stand before their group. */
  readonly #references: { readonly name: string | number; readonly at: number; set: (index: number) => void }[] = []
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(flags: Flags): Syntax {
    while (/^\(\*(?:UTF8?|UCP|LF|ANYCRLF|ANY|CRLF|CR|NO_AUTO_POSSESS|NO_START_OPT)\)/.test(this.#text.slice(this.#at)))
      this.#at = this.#text.indexOf(')', this.#at) + 1
    const syntax = this.#alternatives(flags)
    if (this.#at < this.#text.length) throw new PatternError('a closing parenthesis closes nothing', this.#at)
    for (const { name, at, set } of this.#references) {
      const index = typeof name === 'number' ? name : this.#names.get(name)
      if (index === undefined || index > this.groups)
        throw new PatternError(`a group ${name} is referred to and is not there`, at)
      set(index)
    }
    return syntax
  }

  #peek(text: string): boolean {
    return this.#text.startsWith(text, this.#at)
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) return undefined
    this.#at += found[0].length
    return found
  }

  /** Flags that `(?i)` sets within hold until the end of the group, over the bars. */
  #alternatives(outer: Flags): Syntax {
    if (++this.#depth > maxDepth) throw new PatternError(`groups nest deeper than ${maxDepth}`, this.#at)
    const parts: Syntax[] = []
    let flags = outer
    let sequence: Syntax[] = []
    while (this.#at < this.#text.length && !this.#peek(')')) {
      if (this.#peek('|')) {
        this.#at++
        parts.push(sequenceOf(sequence))
        sequence = []
        continue
      }
      if (flags.x && this.#take(/(?:\s|#[^\n]*(?:\n|$))+/y)) continue
      if (this.#take(/\(\?#[^)]*\)/y)) continue
      if (this.#peek('(?#')) throw new PatternError('a comment is not closed', this.#at)
      const set = this.#take(/\(\?([imsxJUX]*)(?:-([imsxJUX]+))?\)/y)
      if (set !== undefined) {
        flags = withFlags(flags, set[1] ?? '', set[2] ?? '')
        continue
      }
      const start = this.#at
      if (this.#take(/\\Q/y)) {
        const end = this.#text.indexOf('\\E', this.#at)
        const quoted = this.#text.slice(this.#at, end < 0 ? undefined : end)
        this.#at = end < 0 ? this.#text.length : end + 2
        const characters = [...quoted].map((one) => literal(one.codePointAt(0) as number, flags))
        sequence.push(...characters.slice(0, -1))
        const last = characters.at(-1)
        if (last !== undefined) sequence.push(this.#repeated(last, start, flags))
        continue
      }
      if (this.#take(/\\E/y)) continue
      sequence.push(this.#repeated(this.#one(flags), start, flags))
    }
    this.#depth--
    parts.push(sequenceOf(sequence))
    return parts.length === 1 ? (parts[0] as Syntax) : { kind: 'alternatives', parts }
  }

  #repeated(first: Syntax, start: number, flags: Flags): Syntax {
    let body = first
    for (;;) {
      if (flags.x) this.#take(/\s+/y)
      const found = this.#take(/(?:([*+?])|\{(\d{1,6})(,(\d{0,6}))?\})([+?])?/y)
      if (found === undefined) return body
      if (body.kind === 'keep') throw new PatternError('nothing is there to repeat', start)
      const [, sign, least, comma, most, mode] = found
      const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0
      const max =
        sign === undefined
          ? comma === undefined
            ? min
            : most === ''
              ? Number.POSITIVE_INFINITY
              : Number(most)
          : sign === '?'
            ? 1
            : Number.POSITIVE_INFINITY
      if (min > maxRepeat || (max !== Number.POSITIVE_INFINITY && max > maxRepeat))
        throw new PatternError(`a repetition is larger than ${maxRepeat}`, this.#at)
      if (max < min) throw new PatternError('the numbers of a repetition are out of order', this.#at)
      body = { kind: 'repeat', body, min, max, mode: mode === '+' ? 'possessive' : mode === '?' ? 'lazy' : 'greedy' }
    }
  }

  #one(flags: Flags): Syntax {
    const start = this.#at
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) as number)
    if (character === '(') return this.#group(flags)
    this.#at += character.length
    switch (character) {
      case '.':
        return flags.s
          ? { kind: 'set', set: new CharSet().negate(), dot: 'all' }
          : { kind: 'set', set: CharSet.of(10).negate(), dot: 'line' }
      case '^':
        return { kind: 'assertion', assertion: flags.m ? 'line-start' : 'text-start' }
      case '$':
        return { kind: 'assertion', assertion: flags.m ? 'line-end' : 'before-last-newline' }
      case '*':
      case '+':
      case '?':
        throw new PatternError('nothing is there to repeat', start)
      case '[': {
        const { set, end } = parseBracket(this.#text, this.#at, flags.i)
        this.#at = end
        return { kind: 'set', set }
      }
      case '\\':
        return this.#escape(flags, start)
    }
    return literal(character.codePointAt(0) as number, flags)
  }

  #escape(flags: Flags, start: number): Syntax {
    const letter = this.#text[this.#at]
    if (letter === undefined) throw new PatternError('the pattern ends with a backslash', start)
    const assertion = assertions.get(letter)
    if (assertion !== undefined) {
      this.#at++
      return { kind: 'assertion', assertion }
    }
    if (letter === 'K') {
      this.#at++
      return { kind: 'keep' }
    }
    if (letter === 'R') {
      this.#at++
      const crlf: Syntax = { kind: 'sequence', parts: [literal(13, flags), literal(10, flags)] }
      const one: Syntax = { kind: 'set', set: classOfEscape('v') as CharSet }
      return { kind: 'atomic', body: { kind: 'alternatives', parts: [crlf, one] } }
    }
    const reference =
      this.#take(/g\{?(-?\d{1,5})\}?/y) ??
      this.#take(/[gk](?:\{([A-Za-z_]\w{0,31})\}|<([A-Za-z_]\w{0,31})>|'([A-Za-z_]\w{0,31})')/y)
    if (reference !== undefined) {
      const name = reference[1] ?? reference[2] ?? reference[3] ?? ''
      const number = /^-?\d+$/.test(name) ? Number(name) : undefined
      return this.#reference(number === undefined ? name : number < 0 ? this.groups + 1 + number : number, start, flags)
    }
    const digits = this.#take(/[1-9]\d{0,4}/y)?.[0]
    if (digits !== undefined) {
      // Up to 9 always a reference; above, one where so many groups were opened, and octal otherwise.
      if (Number(digits) < 10 || Number(digits) <= this.groups) return this.#reference(Number(digits), start, flags)
      this.#at -= digits.length
    }
    const { set, code, end } = readEscape(this.#text, this.#at, false)
    this.#at = end
    return set === undefined ? literal(code, flags) : { kind: 'set', set }
  }

  #reference(name: string | number, at: number, flags: Flags): Syntax {
    const node = { kind: 'reference' as const, index: 0, ignoreCase: flags.i }
    this.#references.push({ name, at, set: (index) => (node.index = index) })
    return node
  }

  #group(flags: Flags): Syntax {
    const start = this.#at
    const close = <T>(node: T): T => {
      if (!this.#peek(')')) throw new PatternError('a group is not closed', start)
      this.#at++
      return node
    }
    if (this.#take(/\(\*(?:F|FAIL)\)/y)) return { kind: 'set', set: new CharSet() }
    if (this.#peek('(*')) throw new PatternError('verbs of backtracking are not supported', start)
    const look = this.#take(/\(\?(<?)([=!])/y)
    if (look !== undefined) {
      const body = this.#alternatives(flags)
      return close({ kind: 'look', behind: look[1] === '<', negated: look[2] === '!', body })
    }
    if (this.#take(/\(\?>/y)) return close({ kind: 'atomic', body: this.#alternatives(flags) })
    const scoped = this.#take(/\(\?([imsx]*)(?:-([imsx]+))?:/y)
    if (scoped !== undefined) return close(this.#alternatives(withFlags(flags, scoped[1] ?? '', scoped[2] ?? '')))
    const back = this.#take(/\(\?P=([A-Za-z_]\w{0,31})\)/y)
    if (back !== undefined) return this.#reference(back[1] as string, start, flags)
    const condition = this.#take(/\(\?\((?:(\d{1,5})|[<']?([A-Za-z_]\w{0,31})[>']?)\)/y)
    if (condition !== undefined) {
      const body = this.#alternatives(flags)
      const parts = body.kind === 'alternatives' ? body.parts : [body]
      if (parts.length > 2) throw new PatternError('a condition has more than two branches', start)
      const node = { kind: 'condition' as const, index: 0, yes: parts[0] as Syntax, no: parts[1] ?? sequenceOf([]) }
      const name = condition[1] === undefined ? (condition[2] as string) : Number(condition[1])
      this.#references.push({ name, at: start, set: (index) => (node.index = index) })
      return close(node)
    }
    const named = this.#take(/\(\?(?:P?<([A-Za-z_]\w{0,31})>|'([A-Za-z_]\w{0,31})')/y)
    if (named === undefined && this.#peek('(?')) throw new PatternError('this kind of group is not supported', start)
    if (named === undefined) this.#at++
    const index = ++this.groups
    if (named !== undefined) {
      const name = (named[1] ?? named[2]) as string
      if (this.#names.has(name)) throw new PatternError(`two groups are named ${name}`, start)
      this.#names.set(name, index)
    }
    return close({ kind: 'group', index, body: this.#alternatives(flags) })
  }
}

function sequenceOf(parts: readonly Syntax[]): Syntax {
  return parts.length === 1 ? (parts[0] as Syntax) : { kind: 'sequence', parts }
}

function literal(code: number, { i }: Flags): Syntax {
  const set = CharSet.of(code)
  if (!i) return { kind: 'set', set, code }
  set.ignoreCase()
  return { kind: 'set', set }
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const value = (letter: keyof Flags) => (off.includes(letter) ? false : on.includes(letter) || flags[letter])
  return { i: value('i'), m: value('m'), s: value('s'), x: value('x') }
}
