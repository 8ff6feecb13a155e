// The face of assets: what the things are that sources speak of, and why two are taken for one.
export { type AssetIdentity, assetIdentity } from './asset-identity.ts'
export { livingMs } from './decide-identity.ts'
export { type IdentifierRule, identifierRules } from './identifier.ts'
export type { AssetMove, OnMoved } from './move-sightings.ts'
export { moveToNetwork } from './move-to-network.ts'
export { createNetwork, defaultNetwork, listNetworks, type Network, networkNamed, renameNetwork } from './network.ts'
export { reconsiderAllIdentities, reconsiderIdentities } from './reconsider.ts'
export { type KnownAsset, knownAsset, type ResolveOptions, resolveAsset, type StatingSource } from './resolve-asset.ts'
export { hostSeenAgain, seenAgain } from './seen-again.ts'
export { sightedAs } from './sighted-as.ts'
export { type ByHand, IdentityError, mergeByHand, splitByHand, undoMerge } from './undo-merge.ts'

/** The part's migrations. */
export const assetsPart = { part: 'assets', folder: new URL('./sql/', import.meta.url) } as const
export { assetEntity } from './asset-entity.ts'
