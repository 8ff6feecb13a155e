import type { Border } from './attack-tables.ts'

/** Names and public ids that only the other tenant has. */
export async function secretsOf({ admin, victim }: Border): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'holdfast' and column_name = 'public_id'
        and table_name in (select table_name from information_schema.columns where table_schema = 'holdfast' and column_name = 'tenant_id')`,
  )
  const ids: string[] = []
  for (const { name } of rows) {
    const found = await admin.query<{ id: string }>(
      `select public_id as id from holdfast.${name} where tenant_id = $1`,
      [victim],
    )
    ids.push(...found.rows.map(({ id }) => id))
  }
  return ['theirs', ...ids]
}
