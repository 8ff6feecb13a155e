import type { PlatformTransaction } from '@holdfast/platform/contract'

/**
 * The assets of all tenants that have software of one of these names (in small letters), or built from a source of such a name. Inside asPlatform.
 * Where it is not known what packages were built from, every asset of that tenant is among them.
 */
export async function holdersOf(
  tx: PlatformTransaction,
  names: Iterable<string>,
): Promise<readonly { readonly tenantId: number; readonly assetId: number }[]> {
  const { rows } = await tx.query<{ tenantId: number; assetId: number }>(
    'select tenant_id as "tenantId", asset_id as "assetId" from inventory_holders($1)',
    [[...names]],
  )
  return rows
}
