import type { Permission } from '../contract/index.ts'
import type { Database } from '../store/index.ts'
import { covers, permissionsOf } from './permissions.ts'
import { type GuestOf, guestJoins, mayAct, roleColumns } from './rights-now.ts'

/** A person or an API token as somebody whom lasting work belongs to: it may what they may at this moment. */
export interface Holder {
  /** Public id: per_… or tok_… */
  readonly id: string
  readonly name: string
  /** Null for a service account's token. */
  readonly role: string | null
  readonly ownPermissions: string[] | null
  readonly guestOf: GuestOf | null
  /** Internal id of what they see; null for everything. */
  readonly scopeId: number | null
  /** Of a token; null for a person. */
  readonly scopes: readonly string[] | null
}

/** Those of these people and tokens who may act in a tenant now, by public id. For work that goes on while nobody is signed in. */
export async function findHolders(
  database: Database,
  tenantId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Holder>> {
  if (ids.length === 0) return new Map()
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<{ holder: Holder }>(
        `select to_jsonb(found) as holder from (
           select p.public_id as id, p.name, ${roleColumns}, m.scope_id as "scopeId", null::text[] as scopes
             from membership m
             join person p on p.id = m.person_id
             join tenant t on t.id = m.tenant_id
             ${guestJoins}
            where m.tenant_id = $1 and p.public_id = any ($2::text[]) and p.state = 'active' and ${mayAct}
           union all
           select k.public_id, k.name, ${roleColumns}, coalesce(k.scope_id, m.scope_id) as "scopeId", k.scopes
             from api_token k
             join tenant t on t.id = k.tenant_id
             left join membership m on m.tenant_id = k.tenant_id and m.person_id = k.person_id
             left join person p on p.id = k.person_id
             ${guestJoins}
            where k.tenant_id = $1 and k.public_id = any ($2::text[]) and k.revoked_at is null and k.expires_at > now()
              and (k.provider_id is null or exists (select from tenant_grant l where l.tenant_id = k.tenant_id
                    and l.provider_id = k.provider_id and l.revoked_at is null and l.expires_at > now()))
              and case when k.person_id is null then t.state = 'active' else p.state = 'active' and ${mayAct} end
         ) found`,
        [tenantId, ids],
      ),
    { readOnly: true },
  )
  return new Map(rows.map(({ holder }) => [holder.id, holder]))
}

/** True when they may do it now: by their role, by what their token was given, and for a guest by what they may at home. */
export function holderMay({ role, ownPermissions, guestOf, scopes }: Holder, permission: Permission): boolean {
  const gives = (name: string, own: string[] | null, wanted: Permission) =>
    permissionsOf(name, [wanted], own).has(wanted)
  if (role !== null && !gives(role, ownPermissions, permission)) return false
  if (scopes !== null && !scopes.some((pattern) => covers(pattern, permission))) return false
  if (guestOf === null) return true
  return (
    gives(guestOf.role, guestOf.ownPermissions, 'tenants:enter') &&
    gives(guestOf.role, guestOf.ownPermissions, permission)
  )
}
