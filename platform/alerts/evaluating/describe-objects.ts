import type { TenantTransaction } from '../../contract/index.ts'
import type { MessageItem } from '../../notify/index.ts'
import type { AlertList } from '../rules/alert-list.ts'

/** Describes objects by their internal ids, as they are now. What is gone has no description. */
export async function describeObjects(
  tx: TenantTransaction,
  list: AlertList,
  objects: readonly string[],
): Promise<ReadonlyMap<string, MessageItem>> {
  if (objects.length === 0) return new Map()
  const { from, tenant, id, idType } = list.entity.spec.sql!
  const columns = Object.entries(list.select).map(([name, expression]) => `${expression} as "${name}"`)
  const { rows } = await tx.query<Record<string, unknown> & { _object: string }>(
    `select (${id})::text as "_object", ${columns.join(', ')} from ${from}
      where ${tenant} = $1 and ${id} = any ($2::${idType ?? 'bigint'}[])`,
    [tx.tenantId, objects],
  )
  return new Map(rows.map((row) => [row._object, list.describe(row)]))
}
