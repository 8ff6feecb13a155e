import type { Database, Transaction } from '../store/index.ts'
import { permissionsOf } from './permissions.ts'

/** A tenant that a person can be in. */
export interface ReachableTenant {
  /** Public id: `ten_…`. */
  readonly id: string
  readonly name: string
  readonly kind: 'provider' | 'customer' | 'demo' | 'guest'
  /** Name of the provider as whose guest the person comes; null for a tenant that they are a member of. */
  readonly through: string | null
  /** When the grant ends; null for a tenant that they are a member of. */
  readonly expiresAt: string | null
}

/**
 * Where a person can go: tenants that they are members of first, then customers of providers whose people they are and whose role there lets them go
 * (`tenants:enter`), as long as a grant lives. By name; `search` finds a part of it. `total` counts no further than a thousand.
 */
export async function listReachable(
  database: Database,
  personId: number,
  options: { readonly search?: string | undefined; readonly id?: string | undefined; readonly limit: number },
): Promise<{ tenants: ReachableTenant[]; total: number }> {
  return database.asPlatform(
    async (tx) => {
      const providers = await providersOf(tx, personId)
      const { rows } = await tx.query<ReachableTenant & { total: number }>(
        `with reachable as (
           select t.id as internal, t.public_id, t.name, t.kind, null::text as through, null::timestamptz as expires_at, 0 as place
             from membership m join tenant t on t.id = m.tenant_id and t.state = 'active'
            where m.person_id = $1 and m.kind = 'own' and m.state = 'active' and (m.expires_at is null or m.expires_at > now())
           union all
           select t.id, t.public_id, t.name, t.kind, p.name, g.expires_at, 1
             from tenant_grant g join tenant t on t.id = g.tenant_id and t.state in ('active', 'suspended')
             join tenant p on p.id = g.provider_id
            where g.provider_id = any ($2::int[]) and g.revoked_at is null and g.expires_at > now()
              and not exists (select from membership m where m.tenant_id = t.id and m.person_id = $1
                and (m.kind = 'own' or m.state <> 'active')))
         select public_id as id, name, kind, through, expires_at as "expiresAt", least(count(*) over (), 1000)::int as total
           from reachable where ($3::text is null or strpos(lower(name), lower($3)) > 0) and ($4::text is null or public_id = $4)
          order by place, lower(name), public_id limit $5`,
        [personId, providers, options.search || null, options.id ?? null, options.limit],
      )
      return { tenants: rows.map(({ total: _, ...tenant }) => tenant), total: rows[0]?.total ?? 0 }
    },
    { readOnly: true },
  )
}

/** Internal ids of the providers whose customers this person may go to, and of other tenants that own a demo. */
export async function providersOf(tx: Transaction, personId: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number; role: string; own: string[] | null }>(
    `select m.tenant_id as id, m.role, o.permissions as own from membership m
       join tenant t on t.id = m.tenant_id and t.state = 'active'
         and (t.kind = 'provider' or exists (select from tenant d where d.parent_id = t.id and d.kind = 'demo'))
       left join own_role o on o.tenant_id = m.tenant_id and o.name = m.role
      where m.person_id = $1 and m.kind = 'own' and m.state = 'active' and m.scope_id is null
        and (m.expires_at is null or m.expires_at > now())`,
    [personId],
  )
  return rows.filter(({ role, own }) => permissionsOf(role, ['tenants:enter'], own).size > 0).map(({ id }) => id)
}
