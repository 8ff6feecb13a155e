import { compile, type Program } from './compile.ts'
import { anchorOf, firstOf, neededOf } from './first-of.ts'
import { type PatternOptions, parsePattern } from './parse-pattern.ts'
import { type Hints, Machine, StepsExceeded, usualSteps } from './run.ts'
import { PatternError, type Syntax } from './syntax.ts'

/** What matched: the whole first, then the groups; undefined where a group took no part. `index` and `end` are offsets in UTF-16 code units. */
export interface PatternMatch {
  readonly index: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

export type PatternReading =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly problem: { readonly message: string; readonly position: number } }

/** Reads a pattern in the syntax of PCRE. Never throws. */
export function readPattern(text: string, options: PatternOptions = {}): PatternReading {
  try {
    const { syntax, groups } = parsePattern(text, options)
    return { ok: true, pattern: new Pattern(compile(syntax, groups), hintsOf(syntax)) }
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return { ok: false, problem: { message: error.message, position: error.position } }
  }
}

/** A pattern that is ready to match. Its work is bounded, so that no text and no pattern can hold a program up. */
export class Pattern {
  readonly groups: number
  readonly #machine: Machine
  readonly #hints: Hints

  constructor(program: Program, hints: Hints) {
    this.groups = program.groups
    this.#machine = new Machine(program)
    this.#hints = hints
  }

  /** The first match from an offset on; undefined where there is none; `exceeded` where the bound of work came first. */
  exec(text: string, from = 0, steps: number = usualSteps): PatternMatch | undefined | 'exceeded' {
    let places: Int32Array | undefined
    try {
      places = this.#machine.run(text, from, this.#hints, steps)
    } catch (error) {
      if (error instanceof StepsExceeded) return 'exceeded'
      throw error
    }
    if (places === undefined) return undefined
    const groups: (string | undefined)[] = []
    for (let index = 0; index < places.length; index += 2) {
      const start = places[index] as number
      const end = places[index + 1] as number
      groups.push(start < 0 || end < 0 ? undefined : text.slice(start, end))
    }
    return { index: places[0] as number, end: places[1] as number, groups }
  }
}

function hintsOf(syntax: Syntax): Hints {
  return { first: firstOf(syntax), anchor: anchorOf(syntax), needed: neededOf(syntax) }
}
