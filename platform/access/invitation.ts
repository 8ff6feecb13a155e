import { newPublicId } from '../store/index.ts'
import { AccessError } from './access-error.ts'
import { type PeopleManager, roleToGive } from './may-give.ts'
import { heldMember, refuseLimit } from './member.ts'
import { digestOf, newSecret } from './secret-text.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** How long an invitation can be accepted, in days, when nothing is said … */
export const invitationDays = 7
/** … and at most. */
export const invitationDaysAtMost = 30
/** How long a way back in can be used, in hours. */
export const wayBackHours = 24
/** Open invitations of a tenant at one time. */
export const openInvitationsAtMost = 1000

export interface Invitation {
  readonly id: string
  /** `join`: for somebody new. `sign-in`: a way back in for a member. */
  readonly kind: 'join' | 'sign-in'
  readonly name: string
  readonly email: string | null
  readonly role: string
  readonly invitedBy: string
  readonly state: 'open' | 'accepted' | 'revoked' | 'expired'
  readonly version: number
  readonly createdAt: string
  readonly expiresAt: string
  readonly acceptedAt: string | null
  /** Internal id of what they will see; null for everything. */
  readonly scopeId: number | null
  readonly unit: { readonly id: string; readonly name: string } | null
}

/** What is told once: the secret is not kept. */
export interface MadeInvitation {
  readonly id: string
  readonly secret: string
  readonly expiresAt: string
}

/** Invites somebody new into the transaction's tenant. Throws AccessError. */
export async function invite(
  tx: TenantQueries,
  invitation: {
    readonly name: string
    readonly email?: string | undefined
    readonly role: string
    readonly days?: number | undefined
    /** Internal ids of what they will see. */
    readonly sight?: { readonly scopeId: number | null; readonly unitId: number | null } | undefined
  },
  manager: PeopleManager,
): Promise<MadeInvitation> {
  const role = await roleToGive(tx, invitation.role, manager)
  const days = Math.min(invitation.days ?? invitationDays, invitationDaysAtMost)
  const { name, email } = invitation
  const { scopeId, unitId } = invitation.sight ?? { scopeId: null, unitId: null }
  if (role.name === 'owner') refuseLimit(scopeId)
  const hours = 24 * days
  return keep(tx, { name, email: email ?? null, role: role.name, personId: null, hours, scopeId, unitId }, manager)
}

/** A way back in for a member who has no session any more. Throws AccessError. */
export async function offerWayBack(tx: TenantQueries, member: string, manager: PeopleManager): Promise<MadeInvitation> {
  const { personId, name, email, role, state, kind, scopeId, unitId } = await heldMember(tx, member)
  await roleToGive(tx, role, manager)
  if (kind === 'granted')
    throw new AccessError('by-grant', 'They are here by a grant: they sign in with their provider.')
  if (state !== 'active') throw new AccessError('not-found', 'This member is suspended. Let them act again first.')
  return keep(tx, { name, email, role, personId, hours: wayBackHours, scopeId, unitId }, manager)
}

/** Invitations and ways back in, newest first; one of them when `id` is given. */
export async function readInvitations(tx: TenantQueries, id?: string): Promise<Invitation[]> {
  const { rows } = await tx.query<Invitation>(
    `select i.public_id as id, i.kind, i.scope_id as "scopeId",
            case when u.unit_id is not null then jsonb_build_object('id', u.public_id, 'name', u.name) end as unit,
            i.name, email, role, invited_by as "invitedBy", i.version, i.created_at as "createdAt", expires_at as "expiresAt",
            accepted_at as "acceptedAt",
            case when accepted_at is not null then 'accepted' when revoked_at is not null then 'revoked'
                 when expires_at <= now() then 'expired' else 'open' end as state
       from invitation i left join unit u on u.tenant_id = i.tenant_id and u.unit_id = i.unit_id
      where i.tenant_id = $1 and ($2::text is null or i.public_id = $2)
      order by invitation_id desc limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Takes an invitation back; false when it is not open any more. */
export async function revokeInvitation(tx: TenantQueries, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update invitation set revoked_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2 and accepted_at is null and revoked_at is null and expires_at > now()`,
    [tx.tenantId, id],
  )
  return rowCount > 0
}

async function keep(
  tx: TenantQueries,
  row: {
    readonly name: string
    readonly email: string | null
    readonly role: string
    readonly personId: number | null
    readonly hours: number
    readonly scopeId: number | null
    readonly unitId: number | null
  },
  manager: PeopleManager,
): Promise<MadeInvitation> {
  const open = await tx.query<{ count: number }>(
    `select count(*)::int as count from invitation
      where tenant_id = $1 and accepted_at is null and revoked_at is null and expires_at > now()`,
    [tx.tenantId],
  )
  if (open.rows[0]!.count >= openInvitationsAtMost)
    throw new AccessError('already-exists', `${openInvitationsAtMost} invitations are open. Take some back first.`)
  // What ended a year ago tells nobody anything: the audit log has it.
  await tx.query(`delete from invitation where tenant_id = $1 and expires_at < now() - interval '1 year'`, [
    tx.tenantId,
  ])
  const id = newPublicId('inv')
  const secret = newSecret()
  const { rows } = await tx.query<{ expiresAt: string }>(
    `insert into invitation (tenant_id, public_id, digest, kind, person_id, name, email, role, invited_by, inviter_id, expires_at, provider_id, scope_id, unit_id)
     values ($1, $2, $3, case when $4::int is null then 'join' else 'sign-in' end, $4, $5, $6, $7, $8, $9,
             now() + make_interval(hours => $10), $11, $12, $13) returning expires_at as "expiresAt"`,
    [
      tx.tenantId,
      id,
      digestOf(secret),
      row.personId,
      row.name,
      row.email,
      row.role,
      manager.name,
      manager.personId ?? null,
      row.hours,
      manager.providerId ?? null,
      row.scopeId,
      row.unitId,
    ],
  )
  return { id, secret, expiresAt: rows[0]!.expiresAt }
}
