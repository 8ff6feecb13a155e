// The face of fleet: how many agents are kept alike: by which profile each works, and whether it does.
export { FleetError, type FleetErrorCode } from './fleet-error.ts'
export { configurationsOf, type WantedConfiguration } from './profiles/configuration-of.ts'
export { type DraftProfile, type ProfilePreview, previewProfile } from './profiles/preview-profile.ts'
export { type Profile, readProfiles } from './profiles/read-profiles.ts'
export { settingsProblem } from './profiles/settings-problem.ts'
export { type SourceStanding, sourceStandings } from './profiles/source-states.ts'
export { configureByHeartbeat } from './profiles/take-state.ts'
export { changeProfile, createProfile, type NewProfile, removeProfile } from './profiles/write-profile.ts'

export { advanceRollouts, rolloutTask } from './rings/advance-rollouts.ts'
export type { Ring, RingCounts } from './rings/next-step.ts'
export { previewRings, type RingsPreview } from './rings/preview-rings.ts'
export { type Rollout, type RolloutSource, readRolloutSources, readRollouts } from './rings/read-rollouts.ts'
export { readRings, setRings } from './rings/rings.ts'
export {
  type OfferedVersion,
  pauseRollout,
  resumeRollout,
  rollBack,
  startRollout,
  stopRollout,
} from './rings/rollout.ts'

export { assetFleetTokens } from './rules/life-cycle-tokens.ts'
export {
  endPurges,
  type Purge,
  type PurgeOrder,
  purgeArchive,
  purgeAsset,
  readPurges,
  undoPurge,
} from './rules/purge-asset.ts'
export {
  changeRule,
  createRule,
  foundBy,
  type NewRule,
  type Rule,
  readRuleQuery,
  readRules,
  removeRule,
  tellRuleQuery,
} from './rules/rules.ts'
export { note as noteRule, type RuleContext, runRule } from './rules/run-rule.ts'

/** The part's migrations. */
export const fleetPart = { part: 'fleet', folder: new URL('./sql/', import.meta.url) } as const
