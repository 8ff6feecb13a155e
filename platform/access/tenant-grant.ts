import { newPublicId } from '../store/index.ts'
import { AccessError } from './access-error.ts'
import { type PeopleManager, roleToGive } from './may-give.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** How long a grant lives that says nothing else, in days … */
export const grantDays = 365
/** … and at most. */
export const grantDaysAtMost = 1830

/** A provider's way into the transaction's tenant. */
export interface TenantGrant {
  /** Public id: `grt_…`. */
  readonly id: string
  readonly provider: { readonly id: string; readonly name: string }
  /** What guests may at most; they never may more than at home. */
  readonly role: string
  readonly state: 'living' | 'expired' | 'revoked'
  readonly grantedBy: string
  readonly grantedAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
  readonly revokedBy: string | null
  /** Guests who have come by it so far and were not removed. */
  readonly guests: number
  readonly version: number
}

/** The grants of the transaction's tenant, newest first; one of them when `id` is given. */
export async function readGrants(tx: TenantQueries, id?: string): Promise<TenantGrant[]> {
  const { rows } = await tx.query<TenantGrant>(
    `select g.public_id as id, jsonb_build_object('id', g.provider_public_id, 'name', g.provider_name) as provider, g.role,
            case when g.revoked_at is not null then 'revoked' when g.expires_at <= now() then 'expired' else 'living' end as state,
            g.granted_by as "grantedBy", g.granted_at as "grantedAt", g.expires_at as "expiresAt", g.revoked_at as "revokedAt",
            g.revoked_by as "revokedBy", g.version,
            (select count(*)::int from membership m where m.tenant_id = g.tenant_id and m.provider_id = g.provider_id) as guests
       from tenant_grant g where g.tenant_id = $1 and ($2::text is null or g.public_id = $2)
      order by g.grant_id desc limit 200`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Gives the provider that owns this tenant a way in, in place of the one it had. Throws AccessError. */
export async function makeGrant(
  tx: TenantQueries,
  choice: { readonly role: string; readonly days?: number | undefined },
  manager: PeopleManager,
): Promise<string> {
  await roleToGive(tx, choice.role, manager)
  const { rows } = await tx.query<{ providerId: number; providerPublicId: string; providerName: string }>(
    `select provider_id as "providerId", provider_public_id as "providerPublicId", provider_name as "providerName"
       from tenant_grant where tenant_id = $1 order by grant_id desc limit 1`,
    [tx.tenantId],
  )
  const provider = rows[0]
  if (!provider) throw new AccessError('not-found', 'No provider owns this tenant, thus there is nobody to let in.')
  await endGrants(tx, manager.name)
  const id = newPublicId('grt')
  const days = Math.min(choice.days ?? grantDays, grantDaysAtMost)
  await tx.query(
    `insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8))`,
    [
      tx.tenantId,
      id,
      provider.providerId,
      provider.providerPublicId,
      provider.providerName,
      choice.role,
      manager.name,
      days,
    ],
  )
  return id
}

/** Changes what guests may, or until when. Whoever is here by it may the new with their next request. Throws AccessError. */
export async function changeGrant(
  tx: TenantQueries,
  id: string,
  change: { readonly role?: string | undefined; readonly expiresAt?: string | undefined },
  manager: PeopleManager,
): Promise<void> {
  const grant = await livingGrant(tx, id)
  await roleToGive(tx, grant.role, manager)
  if (change.role !== undefined) await roleToGive(tx, change.role, manager)
  const { rowCount } = await tx.query(
    `update tenant_grant set role = coalesce($3, role), version = version + 1,
            expires_at = least(coalesce($4::timestamptz, expires_at), now() + make_interval(days => $5))
      where tenant_id = $1 and public_id = $2 and revoked_at is null`,
    [tx.tenantId, id, change.role ?? null, change.expiresAt ?? null, grantDaysAtMost],
  )
  if (rowCount > 0 && change.role !== undefined)
    await tx.query(`update membership set role = $3 where tenant_id = $1 and provider_id = $2 and kind = 'granted'`, [
      tx.tenantId,
      grant.providerId,
      change.role,
    ])
}

/** Shuts the provider out: its people's sessions, tokens and streams here end at once, and what they offered to others ends too. Throws AccessError. */
export async function revokeGrant(tx: TenantQueries, id: string, by: string): Promise<void> {
  await livingGrant(tx, id)
  await endGrants(tx, by)
}

async function livingGrant(tx: TenantQueries, id: string): Promise<{ role: string; providerId: number }> {
  const { rows } = await tx.query<{ role: string; providerId: number; revoked: boolean }>(
    `select role, provider_id as "providerId", revoked_at is not null as revoked from tenant_grant
      where tenant_id = $1 and public_id = $2 for update`,
    [tx.tenantId, id],
  )
  if (!rows[0]) throw new AccessError('not-found', 'There is no such grant.')
  if (rows[0].revoked) throw new AccessError('by-grant', 'This grant was revoked. Grant anew instead.')
  return rows[0]
}

/** Ends what lives: the grant, the guests' memberships, and invitations that they made and nobody accepted yet. */
async function endGrants(tx: TenantQueries, by: string): Promise<void> {
  await tx.query(
    `update tenant_grant set revoked_at = now(), revoked_by = left($2, 300), version = version + 1 where tenant_id = $1 and revoked_at is null`,
    [tx.tenantId, by],
  )
  await tx.query(
    `update invitation set revoked_at = now(), version = version + 1
      where tenant_id = $1 and provider_id is not null and accepted_at is null and revoked_at is null`,
    [tx.tenantId],
  )
  await tx.query(`delete from membership where tenant_id = $1 and kind = 'granted'`, [tx.tenantId])
}
