// The face of intake: sources, what they send, and the proof that none of it was lost.
export { type Applier, type ApplierOptions, createApplier } from './apply/create-applier.ts'
export {
  type AsideItem,
  type AsideSummary,
  dropSetAside,
  listSetAside,
  summarizeSetAside,
} from './apply/list-set-aside.ts'
export { pruneLog } from './apply/prune-log.ts'
export type {
  Applied,
  ApplyingSource,
  AsideEntry,
  RecordContext,
  RecordEntry,
  RecordHandler,
} from './apply/record-handler.ts'
export { type ReplayFilter, type ReplayReport, replaySetAside } from './apply/replay-set-aside.ts'
export { type AuthenticSource, createIntake, type Intake, type IntakeOptions } from './create-intake.ts'
export { assetMeant } from './imports/asset-meant.ts'
export { type StatingOptions, statesFacts } from './imports/state-facts.ts'
export { type InTenant, inTenant } from './in-tenant.ts'
export { IntakeError, type IntakeFault } from './intake-error.ts'
export { type Account, account } from './ledger/account.ts'
export {
  type ActivationKey,
  createActivationKey,
  listActivationKeys,
  type NewActivationKey,
  revokeActivationKey,
} from './sources/activation-key.ts'
export { askForSnapshot } from './sources/ask-for-snapshot.ts'
export {
  changeActivationKey,
  deleteActivationKey,
  giveKey,
  type KeyChange,
  networkIdOf,
} from './sources/change-key.ts'
export { giveNetwork } from './sources/give-network.ts'
export type { HeartbeatHook } from './sources/heartbeat.ts'
export { listGaps, type SourceGap } from './sources/list-gaps.ts'
export { type ListedSource, listSources, readSource, readSources } from './sources/list-sources.ts'
export { enrolmentSchema, epochSchema, heartbeatSchema } from './sources/message-schema.ts'
export { revokeSource } from './sources/revoke-source.ts'
export { addTimeline, beginTimeline, type DatabasePosition, readTimeline, settleTimeline } from './timeline.ts'
export { type TimelineWatch, watchTimeline } from './watch-timeline.ts'

/** The part's migrations. */
export const intakePart = { part: 'intake', folder: new URL('./sql/', import.meta.url) } as const
