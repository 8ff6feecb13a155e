import type { PlatformTransaction } from '@holdfast/platform/contract'

/** Assets of one tenant that have the same of the software that was asked for. */
export interface Holders {
  readonly tenantId: number
  readonly assetIds: readonly number[]
  /** Which of it they have; none where that is not known. */
  readonly software: readonly HeldSoftware[]
}

export interface HeldSoftware {
  readonly ecosystem: string
  readonly purl: string
  /** What it was built from; null where nobody told. */
  readonly sourceName: string | null
}

interface Group {
  readonly tenantId: number
  readonly software: readonly number[]
  readonly assetIds: readonly number[]
}

/**
 * The assets of all tenants that have software of one of these names (in small letters), or built from a source of such a name. Inside asPlatform.
 * Where it is not known what packages were built from, every asset of that tenant is among them.
 */
export async function holdersOf(tx: PlatformTransaction, names: Iterable<string>): Promise<readonly Holders[]> {
  const { rows: groups } = await tx.query<Group>(
    'select tenant_id as "tenantId", software, assets as "assetIds" from inventory_holders_alike($1)',
    [[...names]],
  )
  const told = await softwareTold(tx, [...new Set(groups.flatMap(({ software }) => software))])
  return groups.map(({ tenantId, assetIds, software }) => ({
    tenantId,
    assetIds,
    software: software.flatMap((id) => told.get(`${tenantId} ${id}`) ?? []),
  }))
}

async function softwareTold(
  tx: PlatformTransaction,
  ids: readonly number[],
): Promise<ReadonlyMap<string, HeldSoftware>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<HeldSoftware & { tenantId: number; id: number }>(
    `select tenant_id as "tenantId", software_id as id, ecosystem, purl, source_name as "sourceName"
       from inventory_software_told($1)`,
    [ids],
  )
  return new Map(rows.map(({ tenantId, id, ...rest }) => [`${tenantId} ${id}`, rest]))
}
