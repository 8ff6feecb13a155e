import type { TenantTransaction } from '@holdfast/platform/contract'

/** A table of an asset's rows: its name, its columns with their types, and those that name a row within the asset. */
export interface AssetTable {
  readonly table: string
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
}

/**
 * Makes the rows of an asset those given: what is the same stays untouched, what is gone goes. One statement each, whatever the number of rows. Of several
 * rows with one key, as when two scopes state the same, the last one counts.
 */
export async function replaceRows(
  tx: TenantTransaction,
  asset: string,
  target: AssetTable,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const names = Object.keys(target.columns)
  const arrays = names.map((_, index) => `$${index + 3}::${Object.values(target.columns)[index]}[]`)
  const distinct = [...new Map(rows.map((row) => [JSON.stringify(target.key.map((name) => row[name])), row])).values()]
  const values = names.map((name) => distinct.map((row) => row[name] ?? null))
  const matches = target.key.map((name) => `given.${name} = t.${name}`).join(' and ')
  const rest = names.filter((name) => !target.key.includes(name))
  await tx.query(
    `with given as (select * from unnest(${arrays.join(', ')}) as given (${names.join(', ')}))
     delete from ${target.table} t where t.tenant_id = $1 and t.asset_id = $2 and not exists (select from given where ${matches})`,
    [tx.tenantId, asset, ...values],
  )
  const changed = rest.map((name) => `t.${name} is distinct from excluded.${name}`).join(' or ')
  await tx.query(
    `insert into ${target.table} as t (tenant_id, asset_id, ${names.join(', ')})
     select $1, $2, given.* from unnest(${arrays.join(', ')}) as given (${names.join(', ')})
     on conflict (tenant_id, asset_id, ${target.key.join(', ')}) do ${rest.length > 0 ? `update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')} where ${changed}` : 'nothing'}`,
    [tx.tenantId, asset, ...values],
  )
}
