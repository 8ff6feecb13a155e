/** A tag that the program itself keeps in every tenant: whatever assets its query finds have it. */
export interface SystemTag {
  /** Stable and unique: `internet-facing`. */
  readonly key: string
  readonly name: string
  /** In the query language, about assets. */
  readonly query: string
  readonly colour: string
  /** 1 to 5; says nothing when absent. */
  readonly criticality?: number
  readonly description: string
}
