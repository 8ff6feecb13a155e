import { type Pattern, type PatternOptions, readPattern } from '@holdfast/kit/pcre'

/** Patterns by their text, each read once. */
export class Patterns {
  readonly #known = new Map<string, Pattern | string>()

  /** Whether a pattern is found anywhere in a text; why not, in words, where that cannot be told. */
  matches(pattern: string, text: string): boolean | string {
    const read = this.read(pattern)
    if (typeof read === 'string') return read
    const found = read.exec(text)
    return found === 'exceeded' ? exceeded(pattern) : found !== undefined
  }

  /** A pattern that is ready to match, or what is wrong with it. */
  read(text: string, options: PatternOptions = {}): Pattern | string {
    const key = `${options.ignoreCase === true} ${options.multiline === true} ${options.dotAll === true} ${text}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const reading = readPattern(text, options)
    const result = reading.ok
      ? reading.pattern
      : `the pattern "${text.slice(0, 200)}" cannot be read: ${reading.problem.message} (character ${reading.problem.position})`
    this.#known.set(key, result)
    return result
  }
}

export function exceeded(pattern: string): string {
  return `the pattern "${pattern.slice(0, 200)}" needs more work than is allowed`
}
