import type { Database } from '@holdfast/platform/store'
import type pg from 'pg'

export interface Border {
  readonly database: Database
  /** Sees everything, to prepare attacks and to see what they did. */
  readonly admin: pg.Client
  readonly attacker: number
  readonly victim: number
}

interface Table {
  readonly name: string
  readonly tenantOwned: boolean
  readonly isPartition: boolean
}

/** Every table and view of the schema. */
export async function listTables(admin: pg.Client): Promise<readonly Table[]> {
  const { rows } = await admin.query<Table>(
    `select c.relname as name, c.relispartition as "isPartition",
            exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and not attisdropped)
              and exists (select from pg_policy where polrelid = c.oid and polname = 'tenant') as "tenantOwned"
       from pg_class c where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`,
  )
  return rows
}

/**
 * Attacks a table as another tenant would whose queries forgot their tenant: reads, changes, removes and plants rows. Gives
 * what got through, in words; nothing when the border holds.
 */
export async function attackTable(border: Border, table: string): Promise<string[]> {
  const { admin, victim } = border
  const before = await digestOf(admin, table, victim)
  const leaks = [
    ...(await readForeign(border, table)),
    ...(await attempt(border, `${table}: removes rows of another tenant`, `delete from ${table} where tenant_id = $1`, [
      victim,
    ])),
    ...(await attempt(
      border,
      `${table}: changes rows of another tenant`,
      `update ${table} set tenant_id = tenant_id where tenant_id = $1`,
      [victim],
    )),
    ...(await attempt(
      border,
      `${table}: hands own rows to another tenant`,
      `update ${table} set tenant_id = $1 where tenant_id = $2`,
      [victim, border.attacker],
    )),
    ...(await plant(border, table)),
  ]
  if ((await digestOf(admin, table, victim)) !== before) leaks.push(`${table}: rows of the other tenant are others now`)
  return leaks
}

async function readForeign({ database, attacker }: Border, table: string): Promise<string[]> {
  try {
    const rows = await database.asTenant(attacker, async (tx) => {
      const found = await tx.query<{ tenant_id: number }>(`select distinct tenant_id from ${table}`)
      return found.rows
    })
    const foreign = rows.filter(({ tenant_id }) => tenant_id !== attacker)
    return foreign.length > 0
      ? [`${table}: shows rows of tenant ${foreign.map((row) => row.tenant_id).join(', ')}`]
      : []
  } catch (error) {
    return refused(error) ? [] : [`${table}: ${(error as Error).message}`]
  }
}

/** Puts a copy of the other tenant's own row, or an empty one, under its name. */
async function plant(border: Border, table: string): Promise<string[]> {
  const { admin, victim } = border
  const { rows } = await admin.query<{ names: string }>(
    `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`,
    [`holdfast.${table}`],
  )
  const { rows: sample } = await admin.query(`select * from holdfast.${table} where tenant_id = $1 limit 1`, [victim])
  const names = rows[0]!.names
  const from = sample[0]
    ? `select ${names} from json_populate_record(null::${table}, $1::json)`
    : `select ${names} from json_populate_record(null::${table}, json_build_object('tenant_id', ($1::json ->> 'tenant_id')::int))`
  const values = [JSON.stringify(sample[0] ?? { tenant_id: victim })]
  return attempt(border, `${table}: takes rows for another tenant`, `insert into ${table} (${names}) ${from}`, values)
}

/** One statement of the attacker, undone afterwards. A refusal is what we want; touching no row is as good. */
async function attempt(
  { database, attacker }: Border,
  what: string,
  text: string,
  values: readonly unknown[],
): Promise<string[]> {
  let touched = 0
  try {
    await database.asTenant(attacker, async (tx) => {
      touched = (await tx.query(text, values)).rowCount
      throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo))
      return refused(error) ? [] : [`${what}: stopped by chance only (${(error as Error).message})`]
  }
  return touched > 0 ? [`${what} (${touched})`] : []
}

class Undo extends Error {}

/** 42501: row-level security, or no right at all. 23514, 428C9: a partition or generated column that cannot be written. */
function refused(error: unknown): boolean {
  return ['42501', '428C9'].includes(String((error as { code?: string }).code))
}

async function digestOf(admin: pg.Client, table: string, tenantId: number): Promise<string> {
  const { rows } = await admin.query<{ digest: string }>(
    `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from holdfast.${table} t where tenant_id = $1`,
    [tenantId],
  )
  return rows[0]!.digest
}
