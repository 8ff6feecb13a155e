import type { Database } from '../store/index.ts'
import { providersOf } from './reachable-tenants.ts'
import type { TenantQueries } from './tenant-queries.ts'

export interface Entered {
  readonly tenantId: number
  /** Name of the provider, for somebody who came in as a guest; null for a member of the tenant's own. */
  readonly guestOf: string | null
}

/**
 * Takes a person's session to another tenant: one they are a member of, or a customer of a provider whose people they are, by a living grant; a guest gets
 * a membership there that ends with the grant. `told` runs in that tenant, in the transaction that lets them in. Undefined when there is no such tenant for
 * them: nobody is told whether there is one.
 */
export async function enterTenant(
  database: Database,
  session: { readonly id: string; readonly personId: number },
  publicId: string,
  told: (tx: TenantQueries, entered: Entered) => Promise<void>,
): Promise<Entered | undefined> {
  const { personId } = session
  const way = await database.asPlatform(
    async (tx) =>
      tx.first<{ tenantId: number; providerId: number | null; providerName: string | null; role: string }>(
        `select t.id as "tenantId", g.provider_id as "providerId", p.name as "providerName", coalesce(m.role, g.role) as role
           from tenant t
           left join membership m on m.tenant_id = t.id and m.person_id = $2 and m.kind = 'own' and m.state = 'active'
             and (m.expires_at is null or m.expires_at > now()) and t.state = 'active'
           left join tenant_grant g on m.person_id is null and g.tenant_id = t.id and g.provider_id = any ($3::int[])
             and g.revoked_at is null and g.expires_at > now() and t.state in ('active', 'suspended')
           left join tenant p on p.id = g.provider_id
          where t.public_id = $1 and (m.person_id is not null or g.grant_id is not null) limit 1`,
        [publicId, personId, await providersOf(tx, personId)],
      ),
    { readOnly: true },
  )
  if (!way) return undefined
  const entered = { tenantId: way.tenantId, guestOf: way.providerName }
  const inside = await database.asTenant(way.tenantId, async (tx) => {
    if (way.providerId !== null) {
      await tx.query(
        `insert into membership (tenant_id, person_id, role, kind, provider_id, guest_of) values ($1, $2, $3, 'granted', $4, $5)
         on conflict (tenant_id, person_id) do update set role = excluded.role, guest_of = excluded.guest_of, provider_id = excluded.provider_id
          where membership.kind = 'granted'`,
        [tx.tenantId, personId, way.role, way.providerId, way.providerName],
      )
    }
    const { rows } = await tx.query<{ may: boolean }>(
      `select state = 'active' as may from membership where tenant_id = $1 and person_id = $2`,
      [tx.tenantId, personId],
    )
    if (!rows[0]?.may) return false
    await told(tx, entered)
    return true
  })
  if (!inside) return undefined
  return (await takeSession(database, session, way.tenantId)) ? entered : undefined
}

/** Takes a session to a tenant that its person is a member of already; false for one that is over, or stays where it is. */
export async function takeSession(
  database: Database,
  session: { readonly id: string; readonly personId: number },
  tenantId: number,
): Promise<boolean> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('update session set tenant_id = $3 where public_id = $1 and person_id = $2 and not confined', [
      session.id,
      session.personId,
      tenantId,
    ]),
  )
  return rowCount > 0
}
