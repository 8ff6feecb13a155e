/** An inclusive range of code points. */
export type CodeRange = readonly [from: number, to: number]

/** One character out of a set. */
export interface CharacterSet {
  readonly kind: 'set'
  readonly ranges: readonly CodeRange[]
  readonly negated: boolean
}

/** A place between characters: the start or end of the whole text, or an edge of a word of `[A-Za-z0-9_]`. */
export interface Place {
  readonly kind: 'start' | 'end' | 'word-edge' | 'inside-word'
}

/**
 * The regular expressions that can be searched in time linear in the text: no back-references and no look-around.
 * They say only whether a text matches anywhere, so groups capture nothing and greed makes no difference.
 */
export type Regex =
  | CharacterSet
  | Place
  | { readonly kind: 'sequence'; readonly of: readonly Regex[] }
  | { readonly kind: 'choice'; readonly of: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly of: Regex; readonly min: number; readonly max: number }
