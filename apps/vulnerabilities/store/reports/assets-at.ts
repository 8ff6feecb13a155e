import { isIP } from 'node:net'
import type { TenantTransaction } from '@holdfast/platform/contract'

/** Public ids of the assets that have these addresses now; an address that several have is none of them. */
export async function assetsAt(
  tx: TenantTransaction,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ address: string; asset: string }>(
    `select given.address, min(a.public_id) as asset
       from unnest($2::text[]) as given (address)
       join inventory_address i on i.tenant_id = $1 and i.address = given.address::inet
       join asset a on a.tenant_id = i.tenant_id and a.asset_id = i.asset_id and a.merged_into is null
      group by given.address having count(distinct a.asset_id) = 1`,
    [tx.tenantId, addresses.filter((one) => isIP(one) !== 0)],
  )
  return new Map(rows.map(({ address, asset }) => [address, asset]))
}
