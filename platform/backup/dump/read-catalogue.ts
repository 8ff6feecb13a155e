import type pg from 'pg'
import type { AppliedMigration, Partition, SequenceHead, TableHead } from '../format/records.ts'

/** A table that holds rows itself: an ordinary one, or a partition at the end of its branch. */
export interface FoundTable extends TableHead {
  readonly oid: number
  /** Row-level security holds for its owner too. */
  readonly forced: boolean
}

/** The tables of the schema in an order in which none refers to a later one, as far as that is possible. */
export async function readTables(client: pg.ClientBase): Promise<FoundTable[]> {
  const { rows } = await client.query<FoundTable>(
    `select c.oid::int as oid, c.relname::text as name, c.relforcerowsecurity as forced,
            (select coalesce(json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum), '[]')
               from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns
       from pg_class c
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by c.relname`,
  )
  const { rows: references } = await client.query<{ from: number; to: number }>(
    `select distinct conrelid::int as "from", confrelid::int as "to" from pg_constraint
      where contype = 'f' and conrelid <> confrelid and connamespace = 'holdfast'::regnamespace`,
  )
  return inOrder(rows, references)
}

/** Partitions with their bounds, those above before those below. */
export async function readPartitions(client: pg.ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `with recursive below as (
       select i.inhrelid, i.inhparent, 1 as depth from pg_inherits i join pg_class p on p.oid = i.inhparent
        where p.relnamespace = 'holdfast'::regnamespace and p.relkind = 'p' and not p.relispartition
       union all
       select i.inhrelid, i.inhparent, depth + 1 from pg_inherits i join below b on b.inhrelid = i.inhparent)
     select c.relname::text as name, p.relname::text as "of", pg_get_expr(c.relpartbound, c.oid) as bound
       from below join pg_class c on c.oid = inhrelid join pg_class p on p.oid = inhparent
      where c.relkind in ('r', 'p') order by depth, c.relname`,
  )
  return rows
}

/** All sequences of the schema and the last number that each has given. */
export async function readSequences(client: pg.ClientBase): Promise<SequenceHead[]> {
  const { rows } = await client.query<SequenceHead>(
    `select sequencename::text as name, last_value::text as last from pg_sequences where schemaname = 'holdfast' order by 1`,
  )
  return rows
}

export async function readApplied(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select part, number, name, digest from holdfast.migration order by part, number',
  )
  return rows
}

/** Depth first over what each refers to; where references go in a circle, one of them is before what it refers to. */
function inOrder(tables: readonly FoundTable[], references: readonly { from: number; to: number }[]): FoundTable[] {
  const placed = new Set<number>()
  const order: FoundTable[] = []
  const place = (table: FoundTable) => {
    if (placed.has(table.oid)) return
    placed.add(table.oid)
    for (const { from, to } of references) {
      const before = from === table.oid && tables.find(({ oid }) => oid === to)
      if (before) place(before)
    }
    order.push(table)
  }
  for (const table of tables) place(table)
  return order
}
