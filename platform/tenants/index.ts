// The face of tenants: providers and the tenants that they own.
export { type Blueprint, type BlueprintContent, blueprintKinds } from './blueprints/blueprint.ts'
export { type BlueprintServices, blueprintJob } from './blueprints/blueprint-job.ts'
export { followTask } from './blueprints/follow-tenants.ts'
export { placementEntity } from './blueprints/placement-entity.ts'
export { readBlueprints } from './blueprints/read-blueprints.ts'
export { type Pushed, readPushed } from './blueprints/read-pushed.ts'
export { type Pusher, pushBlueprint, withdrawBlueprint } from './blueprints/start-push.ts'
export {
  type BlueprintWriter,
  changeBlueprint,
  createBlueprint,
  mostObjects,
  removeBlueprint,
} from './blueprints/write-blueprint.ts'
export { type ChildChange, changeChild } from './children/change-child.ts'
export { changeOwnTenant } from './children/change-own.ts'
export { childEntity } from './children/child-entity.ts'
export { createChild, type NewChild, regrantChild } from './children/create-child.ts'
export type { TenantWriter } from './children/told.ts'
export { createDemo } from './demo/create-demo.ts'
export { type DemoOrder, type DemoServices, fillDemoJob, mostDemoHosts } from './demo/fill-job.ts'
export { keepDemosHeard } from './demo/keep-heard.ts'
export { removeDemo } from './demo/remove-demo.ts'
export { endGuests, endGuestsTask } from './guests/end-guests.ts'
export { confirmAddress, type GuestState, giveAddress, readGuestState } from './guests/guest-address.ts'
export {
  extendGuest,
  type Guest,
  type GuestOffer,
  guestDays,
  guestsAtMost,
  offerGuests,
  readGuestOffers,
  readGuests,
  withdrawOffer,
} from './guests/offer-guests.ts'
export { guestRole, newWayBack, type OpenOffer, openGuest, readOpenOffers } from './guests/open-guest.ts'
export { type EraseServices, eraseJob } from './leaving/erase-job.ts'
export {
  approveErasure,
  cancelErasure,
  type Erasure,
  readErasures,
  requestErasure,
  waitingDays,
} from './leaving/erasure.ts'
export { holdChild, releaseChild } from './leaving/hold.ts'
export { estimateUsage } from './quota/estimate-usage.ts'
export {
  type ChildQuota,
  limitChild,
  type Quota,
  type QuotaBounds,
  type QuotaUse,
  readChildQuota,
  readQuota,
} from './quota/quota.ts'
export { type Retention, readRetention, retentionBounds, setRetention } from './retention/retention.ts'
export { countOwnTenant, countTenants, startRollUp } from './roll-up/start-roll-up.ts'
export { TenantError } from './tenant-error.ts'

/** The part's migrations. */
export const tenantsPart = { part: 'tenants', folder: new URL('./sql/', import.meta.url) } as const
