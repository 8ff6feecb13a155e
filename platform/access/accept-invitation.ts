import { type Database, newPublicId } from '../store/index.ts'
import { AccessError } from './access-error.ts'
import type { Member } from './people.ts'
import { roles } from './permissions.ts'
import { digestOf } from './secret-text.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** What an open invitation says to whoever holds its link. */
export interface OfferedInvitation {
  readonly kind: 'join' | 'sign-in'
  readonly name: string
  readonly tenantName: string
  readonly roleTitle: string
  readonly invitedBy: string
  readonly expiresAt: string
}

interface Found extends OfferedInvitation {
  readonly tenantId: number
  readonly personId: number | null
  readonly email: string | null
}

/** Looks at an invitation without using it up; undefined when it is unknown, used, revoked or too old: nobody is told which. */
export async function lookAtInvitation(database: Database, secret: string): Promise<OfferedInvitation | undefined> {
  const found = await find(database, secret)
  if (!found) return undefined
  const { kind, name, tenantName, roleTitle, invitedBy, expiresAt } = found
  return { kind, name, tenantName, roleTitle, invitedBy, expiresAt }
}

/**
 * Uses an invitation up: somebody new becomes a person and a member, a member is let in again. With `present`, the internal id of a person who is signed
 * in, that person becomes the member; AccessError `already-exists` when they are one. `told` runs in the same
 * transaction of the tenant. Undefined when the invitation does not hold, or somebody was quicker.
 */
export async function acceptInvitation(
  database: Database,
  secret: string,
  name: string | undefined,
  present: number | undefined,
  told: (tx: TenantQueries, who: { id: string; name: string; kind: 'join' | 'sign-in' }) => Promise<void>,
): Promise<(Member & { readonly kind: 'join' | 'sign-in' }) | undefined> {
  const found = await find(database, secret)
  if (!found) return undefined
  const known = found.personId ?? present
  const person =
    known === undefined
      ? await newPerson(database, name ?? found.name, found.email)
      : await database.asPlatform((tx) =>
          tx.first<{ id: number; publicId: string; name: string }>(
            'select id, public_id as "publicId", name from person where id = $1',
            [known],
          ),
        )
  if (!person) return undefined
  const called = person.name
  return database.asTenant(found.tenantId, async (tx) => {
    const used = await tx.first<{ role: string; scopeId: number | null; unitId: number | null }>(
      `update invitation set accepted_at = now(), version = version + 1
        where tenant_id = $1 and digest = $2 and accepted_at is null and revoked_at is null and expires_at > now()
       returning role, scope_id as "scopeId", unit_id as "unitId"`,
      [tx.tenantId, digestOf(secret)],
    )
    if (!used) return undefined
    if (found.kind === 'join') {
      // Whoever was a guest here belongs here from now on.
      const { rowCount } = await tx.query(
        `insert into membership (tenant_id, person_id, role, scope_id, unit_id) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, person_id) do update set role = excluded.role, kind = 'own', provider_id = null, guest_of = null,
           scope_id = excluded.scope_id, unit_id = excluded.unit_id,
           version = membership.version + 1, changed_at = now() where membership.kind = 'granted' and membership.state = 'active'`,
        [tx.tenantId, person.id, used.role, used.scopeId, used.unitId],
      )
      if (rowCount === 0) throw new AccessError('already-exists', 'You are a member of this tenant already.')
    }
    await told(tx, { id: person.publicId, name: called, kind: found.kind })
    return { personId: person.id, tenantId: tx.tenantId, kind: found.kind }
  })
}

async function find(database: Database, secret: string): Promise<Found | undefined> {
  if (!/^[0-9A-Za-z]{43}$/.test(secret)) return undefined
  const row = await database.asPlatform(
    (tx) =>
      tx.first<Omit<Found, 'roleTitle'> & { role: string; ownTitle: string | null }>(
        `select i.tenant_id as "tenantId", i.kind, i.person_id as "personId", i.name, i.email, i.role, o.title as "ownTitle",
                i.invited_by as "invitedBy", i.expires_at as "expiresAt", t.name as "tenantName"
           from invitation i join tenant t on t.id = i.tenant_id and t.state = 'active'
           left join own_role o on o.tenant_id = i.tenant_id and o.name = i.role
           left join membership m on m.tenant_id = i.tenant_id and m.person_id = i.person_id
           left join person p on p.id = i.person_id
          where i.digest = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
            and (i.person_id is null or (m.state = 'active' and p.state = 'active'))`,
        [digestOf(secret)],
      ),
    { readOnly: true },
  )
  if (!row) return undefined
  const { role, ownTitle, ...rest } = row
  return { ...rest, roleTitle: ownTitle ?? (Object.hasOwn(roles, role) ? roles[role]!.title : role) }
}

/** People who became members of nothing, or are so no longer, are forgotten here: this sees the memberships of all tenants. */
async function newPerson(
  database: Database,
  name: string,
  email: string | null,
): Promise<{ id: number; publicId: string; name: string } | undefined> {
  const publicId = newPublicId('per')
  return database.asPlatform(async (tx) => {
    await tx.query(
      `delete from person p where p.created_at < now() - interval '1 day'
          and not exists (select from membership m where m.person_id = p.id)`,
    )
    const row = await tx.first<{ id: number }>(
      'insert into person (public_id, name, email) values ($1, $2, $3) returning id',
      [publicId, name, email],
    )
    return { id: row!.id, publicId, name }
  })
}
