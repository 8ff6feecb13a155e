import {
  cookieName,
  covers,
  type Door,
  findApiToken,
  findSession,
  permissionsOf,
  permitted,
} from '../../access/index.ts'
import type { Caller, Permission } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import { readCookie } from './cookies.ts'

/** Who asks, and where they are. */
export interface Identity {
  readonly caller: Caller
  readonly tenant: { readonly id: string; readonly name: string }
  readonly role: string | null
  /** By cookie; absent for a token. */
  readonly session?: { readonly id: string; readonly personId: number; readonly expiresAt: string }
}

export interface Credentials {
  readonly door: Door
  readonly authorization: string | undefined
  readonly cookie: string | undefined
}

/** True when the request brings a cookie of this door and no token. */
export function isByCookie({ door, authorization, cookie }: Credentials): boolean {
  return authorization === undefined && readCookie(cookie, cookieName[door]) !== undefined
}

/**
 * Finds who asks, by token or by this door's cookie. Undefined for nobody: without credentials, or with ones that do not hold.
 * A token never may more than the person it acts for.
 */
export async function identifyCaller(
  database: Database,
  credentials: Credentials,
  all: ReadonlySet<Permission>,
): Promise<Identity | undefined> {
  const { door, authorization, cookie } = credentials
  if (authorization !== undefined) {
    const secret = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1]
    return secret === undefined ? undefined : byToken(database, secret, all)
  }
  const secret = readCookie(cookie, cookieName[door])
  if (secret === undefined) return undefined
  const holder = await findSession(database, secret, door)
  if (!holder) return undefined
  return {
    caller: {
      kind: 'person',
      id: holder.personPublicId,
      name: holder.personName,
      tenantId: holder.tenantId,
      permissions: permissionsOf(holder.role, all, holder.ownPermissions),
    },
    tenant: { id: holder.tenantPublicId, name: holder.tenantName },
    role: holder.role,
    session: { id: holder.sessionId, personId: holder.personId, expiresAt: holder.expiresAt },
  }
}

async function byToken(
  database: Database,
  secret: string,
  all: ReadonlySet<Permission>,
): Promise<Identity | undefined> {
  const holder = await findApiToken(database, secret)
  if (!holder) return undefined
  const mine = holder.role === null ? all : permissionsOf(holder.role, all, holder.ownPermissions)
  const permissions = permitted(holder.scopes, mine)
  return {
    caller: { kind: 'token', id: holder.tokenId, name: holder.tokenName, tenantId: holder.tenantId, permissions },
    tenant: { id: holder.tenantPublicId, name: holder.tenantName },
    role: holder.role,
  }
}

/** The patterns that a caller may give to a new token: none that covers more than they may themselves. */
export function mayGrant(identity: Identity, pattern: string, all: ReadonlySet<Permission>): boolean {
  return [...all].every((permission) => !covers(pattern, permission) || identity.caller.permissions.has(permission))
}
