import { type AssetKind, type StatedAsset, StatementError, type TenantTransaction } from '../../contract/index.ts'

/**
 * The asset that a person means by an id or a name, for a statement about it: the one that has the name, or a new one of this kind where none has. Throws
 * StatementError where several have it, or nothing has the id.
 */
export async function assetMeant(
  tx: TenantTransaction,
  called: string,
  kind: AssetKind,
): Promise<Omit<StatedAsset, 'facts'>> {
  const { rows } = await tx.query<{ id: string; kind: AssetKind; name: string }>(
    `select public_id as id, kind, name from asset
      where tenant_id = $1 and merged_into is null and (public_id = $2 or lower(name) = lower($2))
      order by public_id = $2 desc, asset_id limit 2`,
    [tx.tenantId, called],
  )
  const [known, other] = rows
  if (known !== undefined && (known.id === called || other === undefined))
    return { ref: known.id, asset: known.id, kind: known.kind, name: known.name, identifiers: [] }
  if (other !== undefined)
    throw new StatementError(`several assets are called "${called}": give the id of the one that is meant`, 'asset')
  if (/^ast_\w{22}$/.test(called)) throw new StatementError('there is no asset of this id', 'asset')
  const identifiers = kind === 'host' ? [{ kind: 'hostname', value: called }] : []
  return { ref: called, kind, name: called, identifiers }
}
