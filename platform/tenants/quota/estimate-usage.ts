import type { Database } from '../../store/index.ts'

/** Pages of a table that are looked at; a bigger one is sampled. */
const mostPages = 4000

interface TableSize {
  readonly name: string
  readonly owner: string
  /** With its indexes and what is kept out of line. */
  readonly bytes: number
  readonly pages: number
}

/**
 * Estimates how much of the database each tenant takes: the size of every table is shared out by the rows that a sample of its pages has of each tenant. Rows of
 * one table are taken for equally long, thus a tenant with few long ones takes more than is said. Answers with the number of tenants.
 */
export async function estimateUsage(database: Database, now: number): Promise<number> {
  const { rows: tables } = await database.asMaintenance((tx) =>
    tx.query<TableSize>(
      `select t.name, t.owner_column as owner, sum(pg_total_relation_size(p.oid))::bigint as bytes, sum(pg_relation_size(p.oid) / 8192)::bigint as pages
         from tenant_tables() t, lateral (
           select t.name::regclass::oid as oid union select relid from pg_partition_tree(t.name::regclass)) p
        group by 1, 2`,
    ),
  )
  const usage = new Map<number, number>()
  for (const table of tables) {
    if (table.pages === 0) continue
    for (const { tenant, bytes } of await sharesOf(database, table)) usage.set(tenant, (usage.get(tenant) ?? 0) + bytes)
  }
  await database.asMaintenance((tx) =>
    tx.query(
      `insert into tenant_usage (tenant_id, bytes, estimated_at)
         select u.id, u.bytes, $3 from unnest($1::int[], $2::bigint[]) u (id, bytes) join tenant t on t.id = u.id
       on conflict (tenant_id) do update set bytes = excluded.bytes, estimated_at = excluded.estimated_at`,
      [[...usage.keys()], [...usage.values()].map(Math.round), new Date(now).toISOString()],
    ),
  )
  return usage.size
}

/** Names come from the catalogue. */
async function sharesOf(database: Database, { name, owner, bytes, pages }: TableSize) {
  const percent = Math.min(100, (100 * mostPages) / pages)
  const sample = percent < 100 ? ` tablesample system (${percent.toFixed(6)})` : ''
  const { rows } = await database.asMaintenance(
    (tx) =>
      tx.query<{ tenant: number; n: number }>(
        `select "${owner}" as tenant, count(*)::int as n from "${name}"${sample} where "${owner}" is not null group by 1`,
      ),
    { readOnly: true, timeoutMs: 120_000 },
  )
  const all = rows.reduce((sum, { n }) => sum + n, 0)
  return rows.map(({ tenant, n }) => ({ tenant, bytes: (bytes * n) / all }))
}
