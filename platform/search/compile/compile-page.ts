import type { Plan } from '../language/meaning/plan.ts'
import { sourceWhere } from './compile-where.ts'
import { type Cursor, type CursorRefusal, type CursorSeal, readCursor, writeCursor } from './cursor.ts'
import { firstOfSides } from './first-of-sides.ts'
import { join, param, raw, render, type Statement, sql } from './fragment.ts'
import { behind } from './keyset.ts'
import { entitySource, type Query, queryOf, withMoment } from './row-source.ts'
import { orderBy, type SortKeySql, sortKeys } from './sort-keys.ts'

export interface PageOptions {
  readonly tenant: unknown
  /** Name in the result → expression, both written by the app: `{ name: 'a.name' }`; `:moment` is the time of a query about the past. */
  readonly select: Readonly<Record<string, string>>
  /** Rows a page. */
  readonly size: number
  readonly cursor?: string | undefined
  readonly seal: CursorSeal
}

/** One page of rows and the ways on and back; absent where there is nothing more. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next?: string
  readonly previous?: string
}

export type PageStatement =
  | (Statement & {
      readonly ok: true
      /** Makes a page of what the database answered. */
      read<Row extends object>(rows: readonly Row[]): Page<Row>
    })
  | { readonly ok: false; readonly refusal: CursorRefusal }

const rowKeys = '_keys'

/**
 * One page of the rows of a plan in a stable order: no row comes twice or is left out while others come and go. Cost
 * does not grow with the number of the page.
 */
export function compilePage(plan: Plan, options: PageOptions): PageStatement {
  const { tenant, select, size, seal } = options
  const start = options.cursor === undefined ? undefined : readCursor(plan, tenant, options.cursor, seal)
  if (typeof start === 'string') return { ok: false, refusal: start }
  const keys = sortKeys(plan)
  if (start && start.keys.length !== keys.length) return { ok: false, refusal: 'cursor-for-other-query' }
  const backwards = start?.direction === 'before'
  const seen = start?.seen ?? 0
  const room = backwards ? size : Math.min(size, Math.max(0, (plan.limit ?? seen + size) - seen))
  const query = queryOf(plan, tenant)
  const place = start ? sql` and ${behind(keys, start.keys, backwards)}` : raw('')
  const texts = join(
    keys.map(({ expression }) => sql`(${expression})::text`),
    ', ',
  )
  const columns = join(
    [...Object.entries(select).map(namedColumn(query)), sql`array[${texts}] as "${raw(rowKeys)}"`],
    ', ',
  )
  // One row more tells whether there is more.
  const count = param(room + 1, 'integer')
  const order = orderBy(keys, backwards)
  const first = firstOfSides(plan, query, { keys, backwards, place, order, count })
  const { from, where } = first ? entitySource(plan.entity, query) : sourceWhere(plan, query)
  const which = first ? sql` and ${first}` : place
  const statement = render(sql`select ${columns} from ${from} where ${where}${which} order by ${order} limit ${count}`)
  const now = start?.now ?? plan.time.now
  const view: PageView = { plan, tenant, seal, keys, backwards, seen, room, now, started: start !== undefined }
  return { ok: true, ...statement, read: (rows) => readPage(rows, view) }
}

/** Makes a column of the result under its name. */
export function namedColumn(query: Query) {
  return ([name, expression]: [string, string]) => {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(name)) throw new TypeError(`${name} cannot be the name of a column`)
    return withMoment(`${expression} as "${name}"`, query)
  }
}

interface PageView {
  readonly plan: Plan
  readonly tenant: unknown
  readonly seal: CursorSeal
  readonly keys: readonly SortKeySql[]
  readonly backwards: boolean
  readonly seen: number
  readonly room: number
  readonly now: number
  readonly started: boolean
}

function readPage<Row extends object>(found: readonly Row[], view: PageView): Page<Row> {
  const { plan, tenant, seal, backwards, seen, room, now } = view
  const more = found.length > room
  const rows = found.slice(0, room)
  if (backwards) rows.reverse()
  const first = rows[0]
  const last = rows.at(-1)
  const before = backwards ? Math.max(0, seen - rows.length) : seen
  const cursor = (row: Row, direction: Cursor['direction'], at: number) =>
    writeCursor(plan, tenant, { direction, keys: keysOf(row), seen: at, now }, seal)
  const full = plan.limit !== null && before + rows.length >= plan.limit
  const goesOn = last && (backwards || more) && !full
  const goesBack = first && (backwards ? more : view.started)
  return {
    rows: rows.map(withoutKeys),
    ...(goesOn && { next: cursor(last, 'after', before + rows.length) }),
    ...(goesBack && { previous: cursor(first, 'before', before) }),
  }
}

function keysOf(row: object): readonly (string | null)[] {
  return (row as Record<string, unknown>)[rowKeys] as readonly (string | null)[]
}

function withoutKeys<Row extends object>(row: Row): Row {
  const { [rowKeys]: _, ...rest } = row as Record<string, unknown>
  return rest as Row
}
