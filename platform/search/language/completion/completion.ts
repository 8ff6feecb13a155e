import type { Token } from '../schema/entity.ts'
import type { Mark } from '../syntax/reader.ts'

/** One thing that can be put at the cursor. */
export interface CompletionItem {
  /** What is put in place of the range. */
  readonly text: string
  /** What the list shows. */
  readonly label: string
  readonly kind: 'token' | 'group' | 'operator' | 'value' | 'connective' | 'clause'
  readonly summary?: string
  /** How many would be found, where that is known. */
  readonly count?: number
}

/** What can stand at the cursor. */
export interface Completion {
  readonly expects: Mark['expects']
  /** The range of the text that an item replaces. */
  readonly at: number
  readonly length: number
  /** What is typed so far of it, without quotes. */
  readonly prefix: string
  /** The token whose values or operators are wanted. */
  readonly token?: Token
  /** Values of the token have to be looked up: give them to `withValues`. */
  readonly wantsValues: boolean
  readonly items: readonly CompletionItem[]
}
