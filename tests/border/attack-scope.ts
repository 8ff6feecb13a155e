import type { TransactionScope } from '@holdfast/platform/store'
import type { Border } from './attack-tables.ts'

/** Somebody limited to a part of the victim's assets, who attacks the rest of them from within. */
export interface ScopedBorder extends Border {
  readonly scope: TransactionScope
  /** Texts of what lies outside of the scope: names, public ids. */
  readonly secrets: readonly string[]
  /** Internal ids of the assets outside. */
  readonly outside: readonly number[]
}

/** Reads a table as somebody limited, and tries to change and remove everything in it. Gives what got through, in words. */
export async function attackTableWithin(border: ScopedBorder, table: string): Promise<string[]> {
  const { secrets, outside } = border
  const leaks: string[] = []
  const rows = await attempt(border, `select to_jsonb(t)::text as text, to_jsonb(t) as row from ${table} t`)
  for (const { text, row } of rows as { text: string; row: Record<string, unknown> }[]) {
    const shown = secrets.find((secret) => text.includes(secret))
    if (shown) leaks.push(`${table}: shows ${shown}`)
    if (outside.includes(Number(row.asset_id))) leaks.push(`${table}: shows a row of asset ${row.asset_id}`)
  }
  const { rows: columns } = await border.admin.query<{ column: string }>(
    `select quote_ident(attname) as column from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' order by attnum desc limit 1`,
    [table.includes('.') ? table : `holdfast.${table}`],
  )
  const { column } = columns[0]!
  for (const change of [`delete from ${table} returning *`, `update ${table} set ${column} = ${column} returning *`]) {
    const touched = (await attempt(border, change)) as { asset_id?: unknown }[]
    const foreign = touched.filter((row) => {
      const text = JSON.stringify(row)
      return outside.includes(Number(row.asset_id)) || secrets.some((secret) => text.includes(secret))
    })
    if (foreign.length > 0) leaks.push(`${table}: ${change.split(' ')[0]}s ${foreign.length} rows outside`)
  }
  return [...new Set(leaks)]
}

/** Calls a function with more rights as somebody limited, with what is outside. `$1` is an array of internal ids of assets outside. */
export async function attackFunctionWithin(border: ScopedBorder, name: string, call: string): Promise<string[]> {
  const rows = await attempt(border, call, call.includes('$1') ? [border.outside] : [])
  const cells = rows.flatMap((row) => Object.values(row as object))
  const shown = cells.filter(
    (cell) => border.outside.includes(Number(cell)) || border.secrets.some((secret) => String(cell).includes(secret)),
  )
  const said = cells.filter((cell) => cell === true)
  return shown.length + said.length > 0 ? [`${name}: answers ${[...shown, ...said].join(', ')}`] : []
}

/** Rows of one statement within the scope, undone afterwards; none where it is refused. */
async function attempt(border: ScopedBorder, text: string, values: readonly unknown[] = []): Promise<unknown[]> {
  let rows: unknown[] = []
  try {
    await border.database.asTenant(
      border.victim,
      async (tx) => {
        rows = (await tx.query(text, values)).rows
        throw new Undo()
      },
      { scope: border.scope },
    )
  } catch (error) {
    if (error instanceof Undo) return rows
    // No right at all; a view or a generated column that cannot be written; what the rules of a table do not let happen.
    const code = String((error as { code?: string }).code)
    if (['42501', '55000', '428C9', '0A000'].includes(code) || code.startsWith('22') || code.startsWith('23')) return []
    throw new Error(`${text}: ${(error as Error).message}`, { cause: error })
  }
  return rows
}

class Undo extends Error {}
