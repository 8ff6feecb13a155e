import type { CharSet } from './char-set.ts'

export type Assertion =
  | 'line-start'
  | 'line-end'
  | 'text-start'
  | 'text-end'
  | 'before-last-newline'
  | 'match-start'
  | 'word-boundary'
  | 'no-word-boundary'

/** A pattern as it was read. Groups are numbered from 1. */
export type Syntax =
  /** `code` where it is one character, `dot` where it is a dot. */
  | { readonly kind: 'set'; readonly set: CharSet; readonly code?: number; readonly dot?: 'line' | 'all' }
  | { readonly kind: 'sequence'; readonly parts: readonly Syntax[] }
  | { readonly kind: 'alternatives'; readonly parts: readonly Syntax[] }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'group'; readonly index: number; readonly body: Syntax }
  | { readonly kind: 'atomic'; readonly body: Syntax }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: Syntax }
  | { readonly kind: 'reference'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'condition'; readonly index: number; readonly yes: Syntax; readonly no: Syntax }
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'repeat'
      readonly body: Syntax
      readonly min: number
      /** Infinity where there is no limit. */
      readonly max: number
      readonly mode: 'greedy' | 'lazy' | 'possessive'
    }

/** What is wrong with a pattern; `position` counts UTF-16 code units. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}
