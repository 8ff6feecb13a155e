/** Feeds: what publishers say, kept as versions on disk. Knows how files come and go, not what is in them. */
export { writeBundle } from './bundle/write-bundle.ts'
export { type DownloadLimits, downloadLimits } from './download/limits.ts'
export { FeedError, type FeedErrorCode } from './feed-error.ts'
export { findFiles } from './files/find-files.ts'
export { type FileLimits, fileLimits } from './files/limits.ts'
export { FeedStore, keptVersions } from './store/feed-store.ts'
export { type FeedManifest, instantOfData, type Provenance, type ProvenanceKind } from './store/manifest.ts'
export {
  type CurrentVersion,
  feedsFolder,
  feedsMark,
  readCurrent,
  readFeeds,
  type StoredFeed,
} from './store/read-feeds.ts'
export { type SyncOptions, syncFeed } from './sync/sync-feed.ts'
export { readSyncState } from './sync/sync-state.ts'
export { type FeedOutcome, type TakingOptions, type TakingReport, takeFiles } from './taking/take-files.ts'
export { KeyRing, type TrustedKey } from './trust/key-ring.ts'
export { readPublicKey } from './trust/read-public-key.ts'
export { signaturesBeside } from './trust/signature-beside.ts'
