/** What the query bar must know of a language; the language itself lives elsewhere. Positions count UTF-16 units. */
export interface QueryToken {
  readonly start: number
  readonly end: number
  readonly kind: 'field' | 'operator' | 'value' | 'keyword' | 'text'
}

export interface QueryProblem {
  readonly start: number
  readonly end: number
  /** What is wrong and what would be right. */
  readonly message: string
  /** One click away; replaces the range of the problem where it names no other. */
  readonly fix?: { readonly label: string; readonly text: string; readonly start?: number; readonly end?: number }
}

export interface Suggestion {
  /** Replaces the text from `start` to `end`. */
  readonly text: string
  readonly start: number
  readonly end: number
  readonly kind: 'field' | 'operator' | 'value' | 'keyword' | 'recent' | 'saved'
  readonly detail?: string
  /** How many rows would be left, or carry this value. */
  readonly count?: number
}

export interface QueryLanguage {
  /** Colours and problems; runs at every stroke, so it must be quick and total. */
  readonly tokenise: (text: string) => { tokens: readonly QueryToken[]; problem?: QueryProblem }
  readonly complete: (
    text: string,
    caret: number,
    signal: AbortSignal,
  ) => Promise<readonly Suggestion[]> | readonly Suggestion[]
  /** The query in words; empty where there is nothing to say. */
  readonly echo: (text: string) => string
}

/** Stands in until the language is known: text can be typed at once, and is neither coloured nor judged. */
export const plainLanguage: QueryLanguage = {
  tokenise: () => ({ tokens: [] }),
  complete: () => [],
  echo: () => '',
}

export interface Piece {
  readonly text: string
  readonly kind: QueryToken['kind'] | 'plain'
  readonly wrong: boolean
}

/** Cuts a text into pieces that together are the text again, whatever ranges the language reports. */
export function toPieces(text: string, tokens: readonly QueryToken[], problem?: QueryProblem): readonly Piece[] {
  const cuts = new Set([0, text.length])
  const within = (at: number) => Math.max(0, Math.min(text.length, at))
  for (const { start, end } of tokens) cuts.add(within(start)).add(within(end))
  if (problem) cuts.add(within(problem.start)).add(within(Math.max(problem.end, problem.start + 1)))
  const ends = [...cuts].sort((a, b) => a - b)
  const pieces: Piece[] = []
  for (let i = 0; i + 1 < ends.length; i++) {
    const [from, to] = [ends[i]!, ends[i + 1]!]
    pieces.push({
      text: text.slice(from, to),
      kind: tokens.find((token) => token.start <= from && token.end >= to && token.end > token.start)?.kind ?? 'plain',
      wrong: problem !== undefined && problem.start <= from && Math.max(problem.end, problem.start + 1) >= to,
    })
  }
  return pieces
}

/** Puts a suggestion into the text and says where the caret stands then. */
export function applySuggestion(
  text: string,
  suggestion: Pick<Suggestion, 'text' | 'start' | 'end'>,
): { text: string; caret: number } {
  const head = text.slice(0, suggestion.start) + suggestion.text
  return { text: head + text.slice(suggestion.end), caret: head.length }
}
