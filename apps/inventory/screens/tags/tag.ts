/** A tag of an asset in lists. */
export interface AssetTag {
  readonly id: string
  readonly name: string
  readonly colour: string
  readonly kind: 'static' | 'dynamic' | 'system'
}

/** One condition of a tag's query, and what the asset says to it. */
export interface MatchPart {
  readonly words: string
  readonly holds: boolean
  readonly found: readonly string[]
  readonly either?: readonly MatchPart[]
}

/** Why an asset has a tag: a row of `GET /assets/:asset/tags`. */
export interface Membership extends AssetTag {
  readonly path: string
  readonly criticality: number | null
  readonly description: string
  readonly since: string
  readonly givenBy: string | null
  readonly query: string | null
  readonly words: string | null
  readonly because: readonly MatchPart[]
}

/** A row of `GET /tags`. */
export interface Tag extends AssetTag {
  readonly path: string
  readonly assets: number
}
