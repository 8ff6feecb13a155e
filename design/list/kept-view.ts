/** A way of looking at a list, as the server keeps it. */
export interface KeptView {
  readonly id: string
  readonly name: string
  readonly mine: boolean
  readonly visibility: 'private' | 'unit' | 'tenant'
  /** Public id and name of the unit that sees it. */
  readonly unit: string | null
  readonly unitName: string | null
  /** The list begins with it for all who see it, unless they chose otherwise. */
  readonly begins: boolean
  readonly query: string
  readonly sort: string | null
  readonly columns: readonly string[] | null
  /** Those that are open; null for the list's own. */
  readonly facets: readonly string[] | null
  readonly favourite: boolean
  /** The list begins with it for oneself. */
  readonly isDefault: boolean
  /** What is wrong with its query now. */
  readonly problem: string | null
  readonly version: number
}
