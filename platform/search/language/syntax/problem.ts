import sentences from './problems.json' with { type: 'json' }
import type { Span } from './query.ts'

/** Stable names of everything that can be wrong with a query; the sentences are in `problems.json`. */
export type ProblemCode = keyof typeof sentences

/** A way out: words for a person, and where one is certain, the change of the text that does it. */
export interface Suggestion {
  readonly sentence: string
  readonly edit?: Span & { readonly text: string }
}

/** What is wrong with a query, where, and what to do. A value, never thrown. */
export interface QueryProblem extends Span {
  readonly code: ProblemCode
  readonly message: string
  readonly suggestion?: Suggestion
}

/** Makes a problem from its sentence in the catalogue. Values are cut to a readable length. */
export function problem(
  code: ProblemCode,
  { at, length }: Span,
  values: Readonly<Record<string, string | number>> = {},
  suggestion?: Suggestion,
): QueryProblem {
  const message = sentences[code].replace(/\{(\w+)\}/g, (_, key: string) => shorten(String(values[key] ?? '')))
  return Object.freeze({ code, message, at, length, ...(suggestion && { suggestion: Object.freeze(suggestion) }) })
}

/** At most 80 characters, with invisible ones shown by number, so that a message is never long or misleading. */
export function shorten(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 79).replace(/[\ud800-\udbff]$/, '')}…` : text
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => nameCharacter(character))
}

/** `U+202E` */
export function nameCharacter(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
