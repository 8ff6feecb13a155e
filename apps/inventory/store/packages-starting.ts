import type { TenantTransaction } from '@holdfast/platform/contract'

/** A name of software, in whatever versions. */
export interface NamedPackage {
  readonly ecosystem: string
  readonly name: string
  readonly versions: number
  /** Assets that have the version that most have. */
  readonly assets: number
}

/** Names of installed software that start with some text, in any case: the one of that very name first, then those that most assets have. */
export async function packagesStarting(
  tx: TenantTransaction,
  start: string,
  limit: number,
): Promise<readonly NamedPackage[]> {
  const folded = start.toLowerCase()
  const { rows } = await tx.query<NamedPackage>(
    `select ecosystem, name, count(*)::int as versions, max(asset_count)::int as assets from inventory_tenant_software
      where tenant_id = $1 and name_folded >= $2 and name_folded < $2 || chr(1114111) and asset_count > 0
      group by ecosystem, name, name_folded order by name_folded <> $2, 4 desc, name, ecosystem limit $3`,
    [tx.tenantId, folded, limit],
  )
  return rows
}
