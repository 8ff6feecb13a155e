/** What is malformed, and where in UTF-16 code units. */
export class Malformed extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
}

/** What goes on within quotes, a run at a time. */
const runs = {
  literal: /[^'\n]+/y,
  literalLong: /[^']+|'(?!'')/y,
  basic: /[^"\\\n]+|\\./y,
  basicLong: /[^"\\]+|\\[\s\S]|"(?!"")/y,
} as const

/** A place in a document, moving forward. */
export class TomlText {
  readonly #text: string
  #at: number

  constructor(text: string) {
    this.#text = text
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  lineOf(position: number): number {
    return this.#text.slice(0, position).split('\n').length
  }

  malformed(message: string): Malformed {
    return new Malformed(message.slice(0, 200), this.#at)
  }

  skipSpace(): void {
    this.#take(/[ \t]*/y)
  }

  /** Passes over space, line ends and comments; false at the end. */
  skipToContent(): boolean {
    this.#take(/(?:[ \t\r\n]+|#[^\n]*)*/y)
    return this.#at < this.#text.length
  }

  takes(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#at)) return false
    this.#at += mark.length
    return true
  }

  expect(mark: string): void {
    this.skipSpace()
    if (!this.takes(mark)) throw this.malformed(`"${mark}" is expected`)
  }

  /** True where another one follows, false where the list ends. */
  next(separator: string, end: string): boolean {
    this.skipSpace()
    if (this.takes(separator)) return true
    this.expect(end)
    return false
  }

  endLine(): void {
    this.skipSpace()
    this.#take(/#[^\n]*/y)
    if (this.#at < this.#text.length && this.#take(/\r?\n/y) === '') throw this.malformed('the line goes on')
  }

  bareKey(): string {
    const key = this.#take(/[A-Za-z0-9_-]+/y)
    if (key === '') throw this.malformed('a key is expected')
    return key
  }

  /** A text in quotes; undefined where none begins. */
  quoted(multiline: boolean): string | undefined {
    for (const mark of multiline ? ['"""', "'''", '"', "'"] : ['"', "'"]) {
      if (!this.takes(mark)) continue
      const start = this.#at
      const long = mark.length === 3
      const literal = mark.startsWith("'")
      if (long) this.#take(/\r?\n/y)
      const from = this.#at
      const pattern = runs[`${literal ? 'literal' : 'basic'}${long ? 'Long' : ''}`]
      while (this.#take(pattern) !== '');
      const text = this.#text.slice(from, this.#at)
      if (!this.takes(mark)) throw new Malformed('a text is not ended', start)
      // Up to two quotes may stand right before those that end it.
      const more = long ? this.#take(literal ? /'{0,2}/y : /"{0,2}/y) : ''
      return literal ? text + more : this.#unescaped(text, start) + more
    }
    return undefined
  }

  /** A number, a truth value or a date. */
  scalar(): string | number | boolean {
    const start = this.#at
    const word = this.#take(/[^\s,#\]}=]+(?: \d\d:\d\d[^\s,#\]}]*)?/y)
    if (word === 'true' || word === 'false') return word === 'true'
    if (/^\d{4}-\d\d-\d\d|^\d\d:\d\d:\d\d/.test(word)) return word
    if (/^[+-]?(?:inf|nan)$/.test(word)) return word
    const plain = word.replace(/(?<=[\da-fA-F])_(?=[\da-fA-F])/g, '')
    if (/^(?:0x[\da-fA-F]+|0o[0-7]+|0b[01]+|[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(plain)) {
      const number = Number(plain)
      return Number.isInteger(number) && !Number.isSafeInteger(number) ? word : number
    }
    throw new Malformed(word === '' ? 'a value is expected' : `${word.slice(0, 64)} is no value`, start)
  }

  #unescaped(text: string, start: number): string {
    if (!text.includes('\\')) return text
    return text.replace(
      /\\(?:[ \t]*\r?\n\s*|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
      (whole, short, long, letter) => {
        if (/^\\[ \t]*\r?\n/.test(whole)) return ''
        const code = Number.parseInt(short ?? long ?? '', 16)
        const character =
          letter === undefined
            ? code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
              ? String.fromCodePoint(code)
              : undefined
            : escapes[letter as string]
        if (character === undefined) throw new Malformed(`${whole} is no character`, start)
        return character
      },
    )
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }
}
