import pg from 'pg'

interface Definition {
  readonly table: string
  readonly name: string
  readonly definition: string
}

/**
 * Takes away what would be in the way of loading rows in any order and counts (references, triggers, indexes, forced policies), and
 * empties all tables. Answers with what puts it back, which proves every reference.
 */
export async function setAside(client: pg.Client): Promise<() => Promise<void>> {
  const references = await read(
    client,
    `select conrelid::regclass::text as "table", conname::text as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where contype = 'f' and connamespace = 'holdfast'::regnamespace and conparentid = 0 order by 1, 2`,
  )
  // Those of partitioned tables stay: their parts would have to be put together again.
  const indexes = await read(
    client,
    `select indrelid::regclass::text as "table", indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r' and not c.relispartition
        and not exists (select from pg_constraint where conindid = indexrelid) order by 1, 2`,
  )
  const tables = await read(
    client,
    `select oid::regclass::text as "table", relname::text as name, '' as definition from pg_class
      where relnamespace = 'holdfast'::regnamespace and relkind in ('r', 'p') order by 1`,
  )
  const forced = await read(
    client,
    `select oid::regclass::text as "table", relname::text as name, '' as definition from pg_class
      where relnamespace = 'holdfast'::regnamespace and relkind in ('r', 'p') and relforcerowsecurity order by 1`,
  )
  const triggered = await read(
    client,
    `select distinct tgrelid::regclass::text as "table", '' as name, '' as definition from pg_trigger
       join pg_class c on c.oid = tgrelid where relnamespace = 'holdfast'::regnamespace and not tgisinternal order by 1`,
  )
  const each = async (list: readonly Definition[], statement: (one: Definition) => string) => {
    for (const one of list) await client.query(statement(one))
  }
  const quoted = (name: string) => pg.escapeIdentifier(name)
  await each(references, ({ table, name }) => `alter table ${table} drop constraint ${quoted(name)}`)
  await each(indexes, ({ name }) => `drop index ${name}`)
  await each(triggered, ({ table }) => `alter table ${table} disable trigger user`)
  await each(forced, ({ table }) => `alter table ${table} no force row level security`)
  await client.query(`truncate ${tables.map(({ table }) => table).join(', ')}`)
  return async () => {
    await client.query(`set local maintenance_work_mem = '128MB'`)
    await each(indexes, ({ definition }) => definition)
    // Whole columns are compared at once, by their owner, whom policies do not bind before they are forced again.
    await each(
      references,
      ({ table, name, definition }) => `alter table ${table} add constraint ${quoted(name)} ${definition}`,
    )
    await each(triggered, ({ table }) => `alter table ${table} enable trigger user`)
    await each(forced, ({ table }) => `alter table ${table} force row level security`)
  }
}

async function read(client: pg.Client, query: string): Promise<Definition[]> {
  return (await client.query<Definition>(query)).rows
}
