import { type Database, newPublicId } from '../store/index.ts'
import { plainAddress } from './access-policy.ts'
import { type GuestOf, guestJoins, mayAct, roleColumns } from './rights-now.ts'
import { digestOf, isApiToken, newApiToken } from './secret-text.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** Lifetime of a token that names none, in days. */
export const tokenDays = 90
/** Longest lifetime, in days. */
export const tokenDaysAtMost = 366

export interface NewApiToken {
  readonly name: string
  /** Permissions or patterns of them: `findings:read`, `*:read`. */
  readonly scopes: readonly string[]
  /** The person it acts for; a service account's without. */
  readonly personId?: number | undefined
  /** Internal id of the service account that it is of. */
  readonly serviceId?: number | undefined
  /** The provider whose grant it ends with: of a token that a guest made. */
  readonly providerId?: number | undefined
  readonly days?: number
  /** Internal id of what it sees; as much as its person when absent. */
  readonly scopeId?: number | undefined
}

/** A token as it is listed. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly scopes: string[]
  readonly person: string | null
  /** Internal id of what it sees; null for what its person sees. */
  readonly scopeId: number | null
  /** Public id and name of the service account that it is of. */
  readonly service: { readonly id: string; readonly name: string } | null
  /** Public id of the token that came in its place. */
  readonly replacedBy: string | null
  readonly version: number
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
  readonly revokedAt: string | null
}

/** Makes a token in the transaction's tenant. `secret` is told this once. */
export async function createApiToken(tx: TenantQueries, token: NewApiToken): Promise<{ id: string; secret: string }> {
  const secret = newApiToken()
  const id = newPublicId('tok')
  await tx.query(
    `insert into api_token (tenant_id, public_id, digest, hint, name, person_id, scopes, expires_at, provider_id, scope_id,
            service_id)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8), $9, $10, $11)`,
    [
      tx.tenantId,
      id,
      digestOf(secret),
      secret.slice(-4),
      token.name,
      token.personId ?? null,
      token.scopes,
      Math.min(token.days ?? tokenDays, tokenDaysAtMost),
      token.providerId ?? null,
      token.scopeId ?? null,
      token.serviceId ?? null,
    ],
  )
  return { id, secret }
}

/** The tokens of the transaction's tenant, newest first; one of them when `id` is given. */
export async function listApiTokens(tx: TenantQueries, id?: string): Promise<ApiToken[]> {
  const { rows } = await tx.query<ApiToken>(
    `select t.public_id as id, t.name, t.hint, t.scopes, p.name as person, t.scope_id as "scopeId", t.version,
            case when s.public_id is not null then json_build_object('id', s.public_id, 'name', s.name) end as service,
            t.replaced_by as "replacedBy", t.created_at as "createdAt",
            t.expires_at as "expiresAt", t.used_at as "usedAt", t.revoked_at as "revokedAt"
       from api_token t left join person p on p.id = t.person_id
       left join service_account s on s.tenant_id = t.tenant_id and s.service_id = t.service_id
      where t.tenant_id = $1 and ($2::text is null or t.public_id = $2)
      order by t.id desc limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Ends a token at once; false when the tenant has no such live token. */
export async function revokeApiToken(tx: TenantQueries, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update api_token set revoked_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2 and revoked_at is null`,
    [tx.tenantId, id],
  )
  return rowCount > 0
}

/** Who a token stands for. */
export interface TokenHolder {
  readonly tokenId: string
  readonly tokenName: string
  readonly scopes: readonly string[]
  /** What a short-lived token that was got by it may at most; null for the token itself. */
  readonly accessScopes: readonly string[] | null
  readonly tenantId: number
  readonly tenantPublicId: string
  readonly tenantName: string
  /** Internal id of what it sees; null for everything. */
  readonly scopeId: number | null
  /** Of the person it acts for; null for a service account. */
  readonly role: string | null
  /** Patterns of a role that the tenant made for itself; null for one of the product. */
  readonly ownPermissions: string[] | null
  /** Role of the service account that it is of, the most that it may; null without one. */
  readonly serviceRole: string | null
  /** Public id of that account. */
  readonly serviceId: string | null
  readonly serviceOwnPermissions: string[] | null
  /** The provider that its person, a guest, comes from. */
  readonly guestOf: GuestOf | null
}

/**
 * Finds a live token, or a short-lived one that was got by it, asked from an address; undefined when it is malformed, unknown, expired, revoked, not let in from
 * there, or its person may no longer act. Notes its use, at most once a minute.
 */
export async function findApiToken(
  database: Database,
  secret: string,
  address: string,
): Promise<TokenHolder | undefined> {
  if (!isApiToken(secret)) return undefined
  const digest = digestOf(secret)
  const isShort = secret.startsWith('hfat_')
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<TokenHolder & { stale: boolean }>({
        name: isShort ? 'access find short token' : 'access find token',
        text: `select ${isShort ? 'a.scopes' : 'null::text[]'} as "accessScopes", k.public_id as "tokenId", k.name as "tokenName", k.scopes, k.tenant_id as "tenantId",
                      t.public_id as "tenantPublicId", t.name as "tenantName", ${roleColumns},
                      coalesce(k.scope_id, m.scope_id) as "scopeId",
                      v.role as "serviceRole", v.public_id as "serviceId", vo.permissions as "serviceOwnPermissions",
                      k.used_at is null or k.used_at < now() - interval '1 minute' as stale
                 from ${isShort ? 'access_token a join api_token k on k.tenant_id = a.tenant_id and k.id = a.token_id' : 'api_token k'}
                 join tenant t on t.id = k.tenant_id
                 left join membership m on m.tenant_id = k.tenant_id and m.person_id = k.person_id
                 left join person p on p.id = k.person_id
                 left join access_policy c on c.tenant_id = k.tenant_id
                 left join service_account v on v.tenant_id = k.tenant_id and v.service_id = k.service_id
                 left join own_role vo on vo.tenant_id = v.tenant_id and vo.name = v.role
                 ${guestJoins}
                where ${isShort ? 'a.digest = $1 and a.expires_at > now()' : 'k.digest = $1'} and (k.service_id is null or v.state = 'active') and k.revoked_at is null and k.expires_at > now()
                  and (c.addresses is null or c.addresses = '{}' or $2::inet <<= any (c.addresses))
                  and (k.provider_id is null or exists (select from tenant_grant l where l.tenant_id = k.tenant_id
                        and l.provider_id = k.provider_id and l.revoked_at is null and l.expires_at > now()))
                  and case when k.person_id is null then t.state = 'active' else p.state = 'active' and ${mayAct} end
                  -- What it was given may have come to reach beyond its person: then it is worth nothing.
                  and (k.scope_id is null or m.scope_id is null or scope_lies_within(k.tenant_id, k.scope_id, m.scope_id))`,
        values: [digest, plainAddress(address)],
      }),
    { readOnly: true },
  )
  const found = rows[0]
  if (!found) return undefined
  const { stale, ...holder } = found
  if (stale)
    await database.asPlatform((tx) =>
      tx.query('update api_token set used_at = now() where tenant_id = $1 and public_id = $2', [
        holder.tenantId,
        holder.tokenId,
      ]),
    )
  return holder
}

/** The longest that a token and the one in its place work both, in hours. */
export const overlapHoursAtMost = 24 * 30

/** What one must know of a token before giving out another in its place. */
export interface TokenToRotate {
  readonly personId: number | null
  readonly serviceId: number | null
  readonly providerId: number | null
  readonly scopeId: number | null
  readonly name: string
  readonly scopes: readonly string[]
  readonly days: number
}

/** A live token that can be rotated, held against changes until the transaction ends; undefined when there is none of that id. */
export async function tokenToRotate(tx: TenantQueries, id: string): Promise<TokenToRotate | undefined> {
  const { rows } = await tx.query<TokenToRotate>(
    `select person_id as "personId", service_id as "serviceId", provider_id as "providerId", scope_id as "scopeId", name, scopes,
            greatest(1, extract(day from expires_at - created_at)::int) as days
       from api_token
      where tenant_id = $1 and public_id = $2 and revoked_at is null and expires_at > now() and replaced_by is null for update`,
    [tx.tenantId, id],
  )
  return rows[0]
}

/** Makes a token in the place of another, which ends after the overlap. `secret` is told this once. */
export async function rotateApiToken(
  tx: TenantQueries,
  id: string,
  { personId, serviceId, providerId, scopeId, ...token }: TokenToRotate,
  overlapHours: number,
): Promise<{ id: string; secret: string }> {
  const made = await createApiToken(tx, {
    ...token,
    personId: personId ?? undefined,
    serviceId: serviceId ?? undefined,
    providerId: providerId ?? undefined,
    scopeId: scopeId ?? undefined,
  })
  await tx.query(
    `update api_token set replaced_by = $3, expires_at = least(expires_at, now() + make_interval(hours => $4)),
            version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, made.id, Math.min(overlapHours, overlapHoursAtMost)],
  )
  return made
}
