import { createHash } from 'node:crypto'
import { connectClient } from '../../store/administer/index.ts'
import { type DatabaseAccess, describeSchema } from '../../store/index.ts'

/** All that a database of Holdfast holds: the schema, every row of every table in one order, and where sequences stand. */
export async function databaseImage(
  access: DatabaseAccess,
  without: readonly string[] = [],
): Promise<{ schema: string; rows: Record<string, string[]>; sequences: Record<string, string | null> }> {
  const client = await connectClient(access.admin!, 'test')
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname::text as name from pg_class c
        where relnamespace = 'holdfast'::regnamespace and relkind = 'r'
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`,
    )
    const rows: Record<string, string[]> = {}
    for (const { name } of tables.filter((table) => !without.includes(table.name))) {
      const found = await client.query<{ row: string }>(`select t::text as row from only holdfast.${name} t`)
      // Wide rows would only fill the memory.
      rows[name] = found.rows
        .map(({ row }) => (row.length > 500 ? createHash('sha256').update(row).digest('hex') : row))
        .sort()
    }
    const { rows: sequences } = await client.query<{ name: string; last: string | null }>(
      `select sequencename::text as name, last_value::text as last from pg_sequences where schemaname = 'holdfast'`,
    )
    return {
      schema: await describeSchema(client),
      rows,
      sequences: Object.fromEntries(sequences.map(({ name, last }) => [name, last]).sort()),
    }
  } finally {
    await client.end()
  }
}
