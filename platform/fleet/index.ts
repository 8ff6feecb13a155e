// The face of fleet: how many agents are kept alike: by which profile each works, and whether it does.
export { FleetError, type FleetErrorCode } from './fleet-error.ts'
export { configurationsOf, type WantedConfiguration } from './profiles/configuration-of.ts'
export { type Profile, readProfiles } from './profiles/read-profiles.ts'
export { settingsProblem } from './profiles/settings-problem.ts'
export { type SourceStanding, sourceStandings } from './profiles/source-states.ts'
export { configureByHeartbeat } from './profiles/take-state.ts'
export { changeProfile, createProfile, type NewProfile, removeProfile } from './profiles/write-profile.ts'

/** The part's migrations. */
export const fleetPart = { part: 'fleet', folder: new URL('./sql/', import.meta.url) } as const
