// Who people are, what they may do in which tenant, and how they prove it.
export {
  type ApiToken,
  createApiToken,
  findApiToken,
  listApiTokens,
  type NewApiToken,
  revokeApiToken,
  type TokenHolder,
  tokenDays,
  tokenDaysAtMost,
} from './api-token.ts'
export { fleetingTables } from './fleeting-tables.ts'
export { ensureFirstOwner, type Member } from './people.ts'
export { covers, permissionsOf, permitted, type Role, roles } from './permissions.ts'
export { type RateDecision, type RateLimit, RateLimiter } from './rate-limit.ts'
export { isApiToken } from './secret-text.ts'
export {
  absoluteHours,
  closeSession,
  cookieName,
  findSession,
  idleHours,
  type OpenedSession,
  openSession,
  type SessionHolder,
} from './session.ts'
export { type Door, linkMinutes, newSignInLink, redeemSignInLink } from './sign-in-link.ts'

/** The part's migrations. */
export const accessPart = { part: 'access', folder: new URL('./sql/', import.meta.url) } as const
