import type { TenantTransaction } from '../../contract/index.ts'

/** A table of which rows hang on assets. */
export interface AssetTable {
  readonly name: string
  /** Those that can be written, in their order. */
  readonly columns: readonly string[]
  /** Which of its rows are of the assets `$2::bigint[]` of the tenant `$1`. */
  readonly condition: string
  /** Its rows go with those that they hang on. */
  readonly goesAlong: boolean
}

/** Follow from other rows, and are made anew with them. */
const derived = new Set(['asset_findings', 'tag_due', 'judgement_due'])

interface Edge {
  readonly child: string
  readonly parent: string
  readonly column: string
  readonly parentColumn: string
  readonly cascades: boolean
}

/**
 * The tables that hold what is kept of assets, found by the foreign keys that lead to them, each after those that it refers to. What an app adds is found as well.
 */
export async function assetTables(tx: TenantTransaction): Promise<readonly AssetTable[]> {
  const edges = await foreignKeys(tx)
  const conditions = new Map([['asset', 'tenant_id = $1 and asset_id = any ($2::bigint[])']])
  const goesAlong = new Map([['asset', false]])
  for (let found = true; found; ) {
    found = false
    const before = new Map(conditions)
    const children = new Set(
      edges.filter(({ child, parent }) => before.has(parent) && !before.has(child)).map(({ child }) => child),
    )
    for (const child of children) {
      const own = edges.filter((edge) => edge.child === child && before.has(edge.parent))
      const any = own.map(
        ({ column, parentColumn, parent }) =>
          `${column} in (select ${parentColumn} from ${parent} where ${before.get(parent)})`,
      )
      conditions.set(child, `tenant_id = $1 and (${any.join(' or ')})`)
      goesAlong.set(
        child,
        own.every(({ cascades }) => cascades),
      )
      found = true
    }
  }
  const columns = await columnsOf(tx, [...conditions.keys()])
  const ordered = inOrder([...conditions.keys()].sort(), edges)
  return ordered
    .filter((name) => !derived.has(name) && columns.get(name)?.mayInsert)
    .map((name) => ({
      name,
      columns: columns.get(name)!.names,
      condition: conditions.get(name)!,
      goesAlong: goesAlong.get(name)!,
    }))
}

async function foreignKeys(tx: TenantTransaction): Promise<readonly Edge[]> {
  const { rows } = await tx.query<Edge>(
    `select child.relname as child, parent.relname as parent, c.confdeltype = 'c' as cascades,
            (select attname from pg_attribute where attrelid = c.conrelid and attnum = c.conkey[2]) as column,
            (select attname from pg_attribute where attrelid = c.confrelid and attnum = c.confkey[2]) as "parentColumn"
       from pg_constraint c
       join pg_class child on child.oid = c.conrelid and child.relkind = 'r' and not child.relispartition
       join pg_class parent on parent.oid = c.confrelid
      where c.contype = 'f' and cardinality(c.conkey) = 2 and c.conrelid <> c.confrelid
        and child.relnamespace = 'holdfast'::regnamespace`,
  )
  return rows
}

async function columnsOf(tx: TenantTransaction, names: readonly string[]) {
  const { rows } = await tx.query<{ name: string; names: string[]; mayInsert: boolean }>(
    `select c.relname as name, has_table_privilege(c.oid, 'insert') as "mayInsert",
            array(select a.attname::text from pg_attribute a
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as names
       from pg_class c where c.relnamespace = 'holdfast'::regnamespace and c.relname = any ($1::text[])`,
    [names],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

/** Each table after those that it refers to. */
function inOrder(names: readonly string[], edges: readonly Edge[]): readonly string[] {
  const done = new Set<string>()
  const place = (name: string, above: ReadonlySet<string>) => {
    if (done.has(name) || above.has(name) || !names.includes(name)) return
    const path = new Set([...above, name])
    for (const { child, parent } of edges) if (child === name) place(parent, path)
    done.add(name)
  }
  for (const name of names) place(name, new Set())
  return [...done]
}
