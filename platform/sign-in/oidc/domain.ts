import type { Database } from '../../store/index.ts'

/** A domain that providers of a tenant name. */
export interface IdentityDomain {
  readonly domain: string
  /** It leads people to the tenant's providers and lets them join. */
  readonly counts: boolean
  /** ISO 8601; null where nothing proves it. */
  readonly provedAt: string | null
}

interface Queries {
  readonly tenantId: number | undefined
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[]; rowCount: number }>
}

/**
 * SQL that is true where a domain counts for a tenant `t`: it was proved, or the tenant is nobody's customer. Who runs the
 * installation made that one, and speaks for its domains as well; customers of one provider must not take each other's.
 */
export const domainCounts = (domain: string) => `(t.parent_id is null or exists (
  select from identity_domain d where d.tenant_id = t.id and d.domain = ${domain}))`

/** The domains that the tenant's providers name, and those that it proved. */
export async function readDomains(tx: Queries): Promise<IdentityDomain[]> {
  const { rows } = await tx.query<IdentityDomain>(
    `with named as (select distinct unnest(domains) as domain from identity_provider where tenant_id = $1)
     select domain, d.proved_at is not null or t.parent_id is null as counts, d.proved_at as "provedAt"
       from named full join (select domain, proved_at from identity_domain where tenant_id = $1) d using (domain)
       join tenant t on t.id = $1
      order by domain limit 2000`,
    [tx.tenantId],
  )
  return rows
}

/** Writes down what a look at the domain's DNS showed; what was proved once and is not any more counts no longer. */
export async function keepProof(tx: Queries, domain: string, proved: boolean): Promise<void> {
  await tx.query(
    proved
      ? `insert into identity_domain (tenant_id, domain) values ($1, $2)
           on conflict (tenant_id, domain) do update set proved_at = now()`
      : 'delete from identity_domain where tenant_id = $1 and domain = $2',
    [tx.tenantId, domain],
  )
}

/** True where addresses of the domain may join the tenant by themselves. */
export async function mayJoinByDomain(database: Database, tenantId: number, domain: string): Promise<boolean> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ counts: boolean }>(`select ${domainCounts('$2')} as counts from tenant t where t.id = $1`, [
        tenantId,
        domain,
      ]),
    { readOnly: true },
  )
  return row?.counts === true
}
