import type { Instant, TenantTransaction } from '@holdfast/platform/contract'
import { pastRows } from '@holdfast/platform/search/language'
import { asInstalled, type Installed, type InstalledRow, mostInstalled } from './installed.ts'

/** What the dictionary knows, and what it dropped since. */
const names = `(select software_id, ecosystem, name, name_folded, version, version_key, purl, source_name, source_version
    from inventory_tenant_software where tenant_id = $1
  union all
  select software_id, ecosystem, name, name_folded, version, version_key, purl, source_name, source_version
    from inventory_tenant_software_past g where tenant_id = $1
     and not exists (select from inventory_tenant_software p where p.tenant_id = g.tenant_id and p.software_id = g.software_id))`

const arrays = pastRows('inventory_asset_software', ['tenant_id', 'asset_id', 'software']).replaceAll(':moment', '$2')
const assets = pastRows('asset', ['tenant_id', 'asset_id', 'merged_into']).replaceAll(':moment', '$2')

/** The same as `installedNamed`, as of a time: from what was known then. */
export async function installedNamedAt(
  tx: TenantTransaction,
  wanted: readonly string[],
  at: Instant,
): Promise<readonly Installed[]> {
  if (wanted.length === 0) return []
  const { rows } = await tx.query<InstalledRow>(
    `with named as materialized (select * from ${names} n where name_folded = any ($3) or source_name = any ($3)),
          had as (
            select i.id, count(*)::int as assets
              from ${arrays} x cross join unnest(x.software) as i (id)
             where x.tenant_id = $1 and x.software && array(select software_id from named)
               and i.id = any (array(select software_id from named)) group by 1)
     select n.software_id as id, n.ecosystem, n.name, n.version, n.purl, h.assets, n.source_name as "sourceName", n.source_version as "sourceVersion"
       from named n join had h on h.id = n.software_id order by n.name, n.version_key, n.software_id limit $4`,
    [tx.tenantId, at, wanted, mostInstalled],
  )
  return rows.map(asInstalled)
}

/** How many assets had any of some software at a time. */
export async function countHoldersAt(tx: TenantTransaction, software: readonly number[], at: Instant): Promise<number> {
  if (software.length === 0) return 0
  const { rows } = await tx.query<{ n: number }>(
    `select count(distinct x.asset_id)::int as n from ${arrays} x join ${assets} a on a.tenant_id = x.tenant_id and a.asset_id = x.asset_id
      where x.tenant_id = $1 and x.software && $3 and a.merged_into is null`,
    [tx.tenantId, at, software],
  )
  return rows[0]!.n
}
