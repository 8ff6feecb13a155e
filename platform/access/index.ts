// Who people are, what they may do in which tenant, and how they prove it.
export { acceptInvitation, lookAtInvitation, type OfferedInvitation } from './accept-invitation.ts'
export { AccessError } from './access-error.ts'
export {
  type AccessPolicy,
  breakGlassMinutes,
  changeAccessPolicy,
  defaultPolicy,
  plainAddress,
  readAccessPolicy,
} from './access-policy.ts'
export { accessTokenSeconds, findClient, grantAccess } from './access-token.ts'
export {
  type ApiToken,
  createApiToken,
  findApiToken,
  listApiTokens,
  type NewApiToken,
  overlapHoursAtMost,
  revokeApiToken,
  rotateApiToken,
  type TokenHolder,
  type TokenToRotate,
  tokenDays,
  tokenDaysAtMost,
  tokenToRotate,
} from './api-token.ts'
export { type Entered, enterTenant, takeSession } from './enter-tenant.ts'
export { type Factor, isStrong } from './factors.ts'
export { fleetingTables } from './fleeting-tables.ts'
export { findHolders, type Holder, holderMay } from './holders-now.ts'
export {
  type Invitation,
  invitationDays,
  invitationDaysAtMost,
  invite,
  type MadeInvitation,
  offerWayBack,
  readInvitations,
  revokeInvitation,
  wayBackHours,
} from './invitation.ts'
export { mayGive, type PeopleManager, roleToGive } from './may-give.ts'
export { changeMember, heldMember, type ListedMember, readMembers, removeMember } from './member.ts'
export { changeOwnRole, cloneRole, type OwnRoleChange, removeOwnRole } from './own-role.ts'
export { closeOtherSessions, listOwnSessions, type OwnSession } from './own-sessions.ts'
export { ensureFirstOwner, type Member } from './people.ts'
export { covers, limitedTo, permissionsOf, permitted, type Role, roles } from './permissions.ts'
export { type RateDecision, type RateLimit, RateLimiter } from './rate-limit.ts'
export { listReachable, providersOf, type ReachableTenant } from './reachable-tenants.ts'
export { type KnownRole, readRole, readRoles } from './read-roles.ts'
export type { GuestOf } from './rights-now.ts'
export { scopeOfCaller, scopeStillWithin } from './scope-of-caller.ts'
export { digestOf, isApiToken, newSecret } from './secret-text.ts'
export {
  activeServiceAccount,
  changeServiceAccount,
  createServiceAccount,
  readServiceAccounts,
  removeServiceAccount,
  type ServiceAccount,
  type ServiceAccountContent,
} from './service-account.ts'
export {
  absoluteHours,
  closeSession,
  cookieName,
  findSession,
  idleHours,
  noteProof,
  type OpenedSession,
  openSession,
  type SessionHolder,
} from './session.ts'
export { type Door, linkMinutes, newSignInLink, redeemSignInLink } from './sign-in-link.ts'
export {
  changeGrant,
  grantDays,
  grantDaysAtMost,
  makeGrant,
  readGrants,
  revokeGrant,
  type TenantGrant,
} from './tenant-grant.ts'

/** The part's migrations. */
export const accessPart = { part: 'access', folder: new URL('./sql/', import.meta.url) } as const
