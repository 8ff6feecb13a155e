/** A way of looking at a list, as the server keeps it. */
export interface KeptView {
  readonly id: string
  readonly name: string
  readonly mine: boolean
  readonly visibility: 'private' | 'tenant'
  readonly query: string
  readonly sort: string | null
  readonly columns: readonly string[] | null
  readonly favourite: boolean
  readonly isDefault: boolean
  /** What is wrong with its query now. */
  readonly problem: string | null
  readonly version: number
}
