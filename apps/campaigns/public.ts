/** What other apps may know of this one. */
export type { AssetState } from './engine/state/asset-state.ts'
