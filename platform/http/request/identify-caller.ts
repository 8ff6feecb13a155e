import {
  cookieName,
  covers,
  type Door,
  type Factor,
  findApiToken,
  findSession,
  type GuestOf,
  limitedTo,
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
  /** The provider that a guest comes from; absent for one of the tenant's own. */
  readonly guestOf?: { readonly id: string; readonly name: string }
  /** By cookie; absent for a token. */
  readonly session?: {
    readonly id: string
    readonly personId: number
    readonly expiresAt: string
    /** It stays in its tenant. */
    readonly confined: boolean
    readonly factors: readonly Factor[]
    readonly provedAt: string
  }
  /** What must be done before anything else: until then the caller may nothing. */
  readonly lacks?: 'second-factor'
}

export interface Credentials {
  readonly door: Door
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  /** Of the other end, as the socket tells it. */
  readonly address: string
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
  const { door, authorization, cookie, address } = credentials
  if (authorization !== undefined) {
    const secret = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1]
    return secret === undefined ? undefined : byToken(database, secret, all, address)
  }
  const secret = readCookie(cookie, cookieName[door])
  if (secret === undefined) return undefined
  const holder = await findSession(database, secret, door, address)
  const permissions = holder && permissionsNow(holder, all)
  if (!holder || !permissions) return undefined
  const { sessionId, personId, expiresAt, confined, factors, provedAt } = holder
  return {
    caller: {
      kind: 'person',
      id: holder.personPublicId,
      name: nameOf(holder.personName, holder.guestOf),
      tenantId: holder.tenantId,
      ...within(holder.scopeId, holder.lacksFactor ? new Set() : permissions),
    },
    tenant: { id: holder.tenantPublicId, name: holder.tenantName },
    role: holder.role,
    ...guest(holder.guestOf),
    session: { id: sessionId, personId, expiresAt, confined, factors, provedAt },
    ...(holder.lacksFactor && { lacks: 'second-factor' as const }),
  }
}

/** What somebody may: a guest no more than at home, and nothing at all when the role there does not let them go to customers. */
function permissionsNow(
  { role, ownPermissions, guestOf }: { role: string; ownPermissions: string[] | null; guestOf: GuestOf | null },
  all: ReadonlySet<Permission>,
): ReadonlySet<Permission> | undefined {
  const here = permissionsOf(role, all, ownPermissions)
  if (!guestOf) return here
  const home = permissionsOf(guestOf.role, all, guestOf.ownPermissions)
  return home.has('tenants:enter') ? here.intersection(home) : undefined
}

/** What a guest does is told under their name and the provider's. */
function nameOf(name: string, guestOf: GuestOf | null): string {
  return guestOf ? `${name} (${guestOf.tenantName})` : name
}

/** The name without the provider that is told with it. */
export function plainName({ caller, guestOf }: Identity): string {
  const suffix = guestOf ? ` (${guestOf.name})` : ''
  return caller.name.endsWith(suffix) ? caller.name.slice(0, caller.name.length - suffix.length) : caller.name
}

function guest(guestOf: GuestOf | null): Pick<Identity, 'guestOf'> {
  return guestOf ? { guestOf: { id: guestOf.tenantPublicId, name: guestOf.tenantName } } : {}
}

async function byToken(
  database: Database,
  secret: string,
  all: ReadonlySet<Permission>,
  address: string,
): Promise<Identity | undefined> {
  const holder = await findApiToken(database, secret, address)
  if (!holder) return undefined
  const { role, guestOf, serviceRole, serviceOwnPermissions } = holder
  const impersonal = serviceRole === null ? all : permissionsOf(serviceRole, all, serviceOwnPermissions)
  const mine = role === null ? impersonal : permissionsNow({ ...holder, role }, all)
  if (!mine) return undefined
  const own = permitted(holder.scopes, mine)
  const name = nameOf(holder.tokenName, guestOf)
  return {
    caller: {
      ...{ kind: 'token', id: holder.tokenId, name, tenantId: holder.tenantId },
      ...within(holder.scopeId, holder.accessScopes ? permitted(holder.accessScopes, own) : own),
    },
    tenant: { id: holder.tenantPublicId, name: holder.tenantName },
    role,
    ...guest(guestOf),
  }
}

/** What somebody limited may: nothing that speaks of the whole tenant. */
function within(scope: number | null, permissions: ReadonlySet<Permission>): Pick<Caller, 'permissions' | 'scope'> {
  return scope === null ? { permissions } : { permissions: limitedTo(permissions), scope }
}

/** The patterns that a caller may give to a new token: none that covers more than they may themselves. */
export function mayGrant(identity: Identity, pattern: string, all: ReadonlySet<Permission>): boolean {
  return [...all].every((permission) => !covers(pattern, permission) || identity.caller.permissions.has(permission))
}
