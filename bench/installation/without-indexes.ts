import type pg from 'pg'

/** Tables that grow to millions of rows: an index that is made at the end costs a tenth of one that grows with them. */
const large = [
  'finding',
  'finding_past',
  'asset_findings_past',
  'inventory_host_past',
  'inventory_tenant_software',
  'inventory_asset_software',
  'inventory_listener',
]

/** Does the work while the large tables have only the indexes of their constraints, and makes the others anew. */
export async function withoutIndexes(admin: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await admin.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
      where i.indrelid = any (select format('holdfast.%I', t)::regclass from unnest($1::text[]) t)
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [large],
  )
  for (const { name } of rows) await admin.query(`drop index ${name}`)
  await work()
  for (const { definition } of rows) await admin.query(definition)
}
