import { AccessError } from './access-error.ts'
import { type PeopleManager, roleToGive } from './may-give.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** Somebody who may act in the transaction's tenant. */
export interface ListedMember {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: string
  readonly state: string
  /** Name of the provider that a guest comes from; null for a member of this tenant's own. */
  readonly guestOf: string | null
  /** Internal id of what they see; null for everything. */
  readonly scopeId: number | null
  /** The unit that says so. */
  readonly unit: { readonly id: string; readonly name: string } | null
  readonly since: string
  readonly version: number
}

/** Members by name; one of them when `id` is given. */
export async function readMembers(tx: TenantQueries, id?: string): Promise<ListedMember[]> {
  const { rows } = await tx.query<ListedMember>(
    `select p.public_id as id, p.name, p.email, m.role, m.state, m.guest_of as "guestOf", m.created_at as since, m.version,
            m.scope_id as "scopeId", case when u.unit_id is not null then jsonb_build_object('id', u.public_id, 'name', u.name) end as unit
       from membership m join person p on p.id = m.person_id
       left join unit u on u.tenant_id = m.tenant_id and u.unit_id = m.unit_id
      where m.tenant_id = $1 and ($2::text is null or p.public_id = $2) order by lower(p.name), p.id limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Gives a member another role, or suspends them or lets them act again: with their next request. Throws AccessError. */
export async function changeMember(
  tx: TenantQueries,
  id: string,
  change: {
    readonly role?: string | undefined
    readonly state?: 'active' | 'suspended' | undefined
    /** Internal ids of what they see from now on. */
    readonly sight?: { readonly scopeId: number | null; readonly unitId: number | null } | undefined
  },
  manager: PeopleManager,
): Promise<void> {
  const member = await heldMember(tx, id)
  await roleToGive(tx, member.role, manager)
  if (member.kind === 'granted' && change.role !== undefined)
    throw new AccessError(
      'by-grant',
      'They are here by a grant, which says their role: change the grant, or suspend them.',
    )
  const role = change.role === undefined ? member.role : (await roleToGive(tx, change.role, manager)).name
  const state = change.state ?? member.state
  if (role !== 'owner' || state !== 'active') await keepAnOwner(tx, member.personId)
  await endOffers(tx, member.personId)
  const { scopeId, unitId } = change.sight ?? member
  if (role === 'owner') refuseLimit(scopeId)
  await tx.query(
    `update membership set role = $3, state = $4, scope_id = $5, unit_id = $6, version = version + 1, changed_at = now()
      where tenant_id = $1 and person_id = $2`,
    [tx.tenantId, member.personId, role, state, scopeId, unitId],
  )
}

/**
 * Takes somebody out of the tenant: their sessions, links and tokens end with the membership, and what they offered to
 * others ends too. What they did stays told under their name. Throws AccessError.
 */
export async function removeMember(tx: TenantQueries, id: string, manager: PeopleManager): Promise<void> {
  const member = await heldMember(tx, id)
  await roleToGive(tx, member.role, manager)
  await keepAnOwner(tx, member.personId)
  await endOffers(tx, member.personId)
  await tx.query('delete from membership where tenant_id = $1 and person_id = $2', [tx.tenantId, member.personId])
}

/** Who owns a tenant sees all of it. Throws AccessError. */
export function refuseLimit(scopeId: number | null): void {
  if (scopeId !== null) throw new AccessError('owner-sees-all', 'An owner sees everything: choose another role first.')
}

export interface HeldMember {
  readonly personId: number
  readonly name: string
  readonly email: string | null
  readonly role: string
  readonly state: string
  /** `granted`: a guest, by a grant to their provider. */
  readonly kind: 'own' | 'granted'
  readonly scopeId: number | null
  readonly unitId: number | null
}

/** A member whom nobody else changes until the transaction ends. Throws AccessError. */
export async function heldMember(tx: TenantQueries, id: string): Promise<HeldMember> {
  const { rows } = await tx.query<HeldMember>(
    `select m.person_id as "personId", p.name, p.email, m.role, m.state, m.kind, m.scope_id as "scopeId", m.unit_id as "unitId" from membership m join person p on p.id = m.person_id
      where m.tenant_id = $1 and p.public_id = $2 for update of m`,
    [tx.tenantId, id],
  )
  if (!rows[0]) throw new AccessError('not-found', 'There is no such member.')
  return rows[0]
}

/** The rows of all owners are locked in one order: of two who remove each other at the same moment, one comes too late. */
async function keepAnOwner(tx: TenantQueries, leaving: number): Promise<void> {
  const { rows } = await tx.query<{ personId: number }>(
    `select m.person_id as "personId" from membership m join person p on p.id = m.person_id
      where m.tenant_id = $1 and m.role = 'owner' and m.kind = 'own' and m.state = 'active' and p.state = 'active'
        and (m.expires_at is null or m.expires_at > now())
      order by m.person_id for update of m`,
    [tx.tenantId],
  )
  const owners = rows.map(({ personId }) => personId)
  if (owners.length === 1 && owners[0] === leaving)
    throw new AccessError('last-owner', 'This is the last owner. Make somebody else an owner first.')
}

async function endOffers(tx: TenantQueries, personId: number): Promise<void> {
  await tx.query(
    `update invitation set revoked_at = now(), version = version + 1
      where tenant_id = $1 and inviter_id = $2 and accepted_at is null and revoked_at is null`,
    [tx.tenantId, personId],
  )
}
