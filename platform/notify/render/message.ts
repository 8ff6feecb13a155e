/** One object that a message tells of, in words that every channel can carry. */
export interface MessageItem {
  readonly id: string
  /** finding, asset, check not assessed, source. */
  readonly kind: string
  readonly title: string
  /** info, low, medium, high, critical; absent where it says nothing. */
  readonly severity?: string
  readonly asset?: { readonly id: string; readonly name: string }
  /** Further words by their names: status, place, reason. */
  readonly more?: Readonly<Record<string, string>>
  /** Below the address of the server: `/findings/fnd_…`. */
  readonly path: string
}

/** What is told, as it is kept. */
export interface Message {
  readonly schemaVersion: 1
  readonly type: 'alert' | 'test' | 'digest' | 'notice'
  readonly tenant: { readonly id: string; readonly name: string }
  /** What told it. */
  readonly alert: { readonly id: string; readonly name: string; readonly query: string; readonly list: string }
  readonly at: string
  /** `3 findings began to match “Critical on web”`. */
  readonly summary: string
  readonly total: number
  readonly items: readonly MessageItem[]
  /** The list that shows them all. */
  readonly path: string
  /** Of a notice: what follows from it, sentence by sentence, and the addresses of who gets it. */
  readonly words?: readonly string[]
  readonly to?: readonly string[]
  /** Of a digest: what it takes together, oldest first. */
  readonly messages?: readonly { readonly at: string; readonly summary: string; readonly alert: string }[]
}

/** Items of a message at most; the rest is a number. */
export const mostItems = 100
