import type { TenantTransaction } from '@holdfast/platform/contract'

/** One distinct software of a tenant. */
export interface Installed {
  /** Of the dictionary; it never leaves the API. */
  readonly id: number
  readonly ecosystem: string
  readonly name: string
  readonly version: string
  readonly purl: string
  /** Assets that have it. */
  readonly assets: number
  readonly source: { readonly name: string; readonly version: string } | undefined
}

/** More than this many are not told. */
export const mostInstalled = 5000

export type InstalledRow = Omit<Installed, 'source'> & {
  readonly sourceName: string | null
  readonly sourceVersion: string | null
}

/** The tenant's software of some names (in small letters), or built from a source of such a name, by name and version; the first 5,000. */
export async function installedNamed(tx: TenantTransaction, names: readonly string[]): Promise<readonly Installed[]> {
  if (names.length === 0) return []
  const { rows } = await tx.query<InstalledRow>(
    `select software_id as id, ecosystem, name, version, purl, asset_count as assets, source_name as "sourceName", source_version as "sourceVersion"
       from inventory_tenant_software where tenant_id = $1 and (name_folded = any ($2) or source_name = any ($2))
      order by name, version_key, software_id limit $3`,
    [tx.tenantId, names, mostInstalled],
  )
  return rows.map(asInstalled)
}

/** All software of one asset, by name and version. */
export async function installedOn(tx: TenantTransaction, assetId: number): Promise<readonly Installed[]> {
  const { rows } = await tx.query<InstalledRow>(
    `select t.software_id as id, t.ecosystem, t.name, t.version, t.purl, t.asset_count as assets, t.source_name as "sourceName",
            t.source_version as "sourceVersion"
       from inventory_asset_software h
       join inventory_tenant_software t on t.tenant_id = h.tenant_id and t.software_id = any (h.software)
      where h.tenant_id = $1 and h.asset_id = $2
      order by t.name, t.version_key, t.software_id`,
    [tx.tenantId, assetId],
  )
  return rows.map(asInstalled)
}

export function asInstalled({ sourceName, sourceVersion, ...rest }: InstalledRow): Installed {
  const source = sourceName === null ? undefined : { name: sourceName, version: sourceVersion ?? rest.version }
  return { ...rest, source }
}

/** How many assets have any of some software. */
export async function countHolders(tx: TenantTransaction, software: readonly number[]): Promise<number> {
  if (software.length === 0) return 0
  const { rows } = await tx.query<{ n: number }>(
    `select count(distinct a.asset_id)::int as n from inventory_assets_with_software($2) as held (asset_id)
       join asset a on a.tenant_id = $1 and a.asset_id = held.asset_id and a.merged_into is null`,
    [tx.tenantId, software],
  )
  return rows[0]!.n
}
