import type { TenantTransaction } from '../../contract/index.ts'
import { compileCount, compileGroups, compileRows, type Plan } from '../../search/index.ts'
import type { Transaction } from '../../store/index.ts'
import { type Searchable, selectOf } from '../search/searchable.ts'
import type { ExportColumn } from './export-columns.ts'
import { jsonLines } from './json-lines.ts'

/** Rows that are fetched, shaped and written together. */
const batch = 1000
/** As many groups as `limit` takes. */
const everyGroup = 2 ** 31 - 2

type Row = Readonly<Record<string, unknown>>

/** All items of a plan in the order of its list, in batches through a cursor: memory does not grow with their number. */
export async function* exportRows(
  tx: TenantTransaction,
  list: Searchable,
  plan: Plan,
): AsyncGenerator<readonly unknown[]> {
  const read = (statement: { text: string; values: readonly unknown[] }) =>
    (tx as unknown as Transaction).stream(statement.text, statement.values, { batch }) as AsyncGenerator<Row[]>
  // All rows are wanted: a plan that gives the first ones early is no help.
  await tx.query('set local cursor_tuple_fraction = 1')
  if (plan.groupBy.length > 0) {
    const statement = compileGroups(plan, { tenant: tx.tenantId, size: everyGroup })
    for await (const rows of read(statement)) yield statement.read(rows).groups.map(groupItem(plan))
    return
  }
  if (plan.count) {
    const statement = compileCount(plan, { tenant: tx.tenantId })
    for await (const rows of read(statement)) yield rows.map(({ count }) => ({ count: Number(count) }))
    return
  }
  const statement = compileRows(plan, { tenant: tx.tenantId, select: selectOf(list, plan) })
  for await (const rows of read(statement)) yield list.shape ? await list.shape(tx, rows) : rows
}

/** All items of a plan as `exportRows` gives them, as JSON that was never more than text on its way; not for lists that shape their rows. */
export async function* exportLines(
  tx: TenantTransaction,
  list: Searchable,
  plan: Plan,
): AsyncGenerator<readonly string[]> {
  await tx.query('set local cursor_tuple_fraction = 1')
  const { text, values } = compileRows(plan, { tenant: tx.tenantId, select: selectOf(list, plan) })
  for await (const rows of (tx as unknown as Transaction).streamTexts(text, values, { batch })) yield jsonLines(rows)
}

/** The columns that a plan brings by itself, since its rows are no items of the list: groups, or one count. */
export function planColumns(plan: Plan): readonly ExportColumn[] | undefined {
  if (plan.groupBy.length > 0) return [...plan.groupBy.map(({ token }) => token.fullName), 'count'].map(column)
  return plan.count ? [column('count')] : undefined
}

const column = (name: string): ExportColumn => ({ name, path: [name] })

function groupItem(plan: Plan) {
  return ({ keys, count }: { readonly keys: readonly (string | null)[]; readonly count: number }) => ({
    ...Object.fromEntries(plan.groupBy.map(({ token }, index) => [token.fullName, keys[index] ?? null])),
    count,
  })
}
