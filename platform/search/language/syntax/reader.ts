import limits from './limits.json' with { type: 'json' }
import { type ProblemCode, problem, type QueryProblem, type Suggestion } from './problem.ts'
import type { Name, Span } from './query.ts'

/** What could be written at a place; autocompletion asks for the last one before the cursor. */
export interface Mark {
  readonly at: number
  readonly expects:
    | 'term'
    | 'connective'
    | 'operator'
    | 'value'
    | 'closing'
    | 'name'
    | 'group-key'
    | 'sort-key'
    | 'direction'
    | 'number'
    | 'time'
    | 'clause'
  /** The names of the groups around, outermost first. */
  readonly within: readonly string[]
  /** The token that a value or operator belongs to. */
  readonly token?: string
  readonly operator?: string
}

const space = /[\s\u200b\u2060]*/y
const name = /[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/y

/** A place in the text that moves forward, and what was noticed on the way. */
export class Reader {
  readonly text: string
  at = 0
  readonly problems: QueryProblem[] = []
  /** Nothing more is worth reading. */
  stopped = false
  readonly within: string[] = []
  readonly #marks: Mark[] | undefined

  constructor(text: string, marks?: Mark[]) {
    this.text = text
    this.#marks = marks
  }

  get done(): boolean {
    return this.stopped || this.at >= this.text.length
  }

  get next(): string {
    return this.text[this.at] ?? ''
  }

  skipSpace(): boolean {
    const from = this.at
    space.lastIndex = from
    space.exec(this.text)
    this.at = space.lastIndex
    return this.at > from
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  /** Whether the sticky pattern matches here; the match, without moving. */
  look(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at
    return sticky.exec(this.text)
  }

  /** Moves over a match of the sticky pattern. */
  take(sticky: RegExp): string | undefined {
    const found = this.look(sticky)
    if (found) this.at += found[0].length
    return found?.[0]
  }

  takeText(text: string): boolean {
    if (!this.startsWith(text)) return false
    this.at += text.length
    return true
  }

  takeName(): Name | undefined {
    const at = this.at
    const text = this.take(name)
    return text === undefined ? undefined : Object.freeze({ text, at, length: text.length })
  }

  mark(expects: Mark['expects'], more: { token?: string; operator?: string } = {}): void {
    this.#marks?.push({ at: this.at, expects, within: [...this.within], ...more })
  }

  report(
    code: ProblemCode,
    span: Span,
    values?: Readonly<Record<string, string | number>>,
    suggestion?: Suggestion,
  ): void {
    if (this.stopped) return
    this.problems.push(problem(code, span, values, suggestion))
    if (this.problems.length >= limits.maxProblems) this.stopped = true
  }

  /** A span from a place to here. */
  since(at: number): Span {
    return { at, length: this.at - at }
  }
}
