import type { AssetKind } from '../contract/index.ts'
import type { Identifier, SourceKind } from '../envelope/index.ts'

/** What one source calls by one name, and what it says of it. */
export interface Sighting {
  /** Internal. */
  readonly id: number
  readonly sourceId: number
  readonly sourceKind: SourceKind
  readonly kind: AssetKind
  readonly identifiers: readonly Identifier[]
  readonly lastSeenAt: string
  /** When it came to its present asset. */
  readonly joinedAt: string
}

/** An asset is what its sightings agree on. */
export interface SightedAsset {
  readonly assetId: number
  readonly sightings: readonly Sighting[]
}
