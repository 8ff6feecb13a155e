import { invalidParameter } from '../search/read-query.ts'
import type { Searchable } from '../search/searchable.ts'

/** A column of an export: its heading, and the way to its value in an item. */
export interface ExportColumn {
  readonly name: string
  readonly path: readonly string[]
}

const mostColumns = 100

/** The columns that a list can be exported with, by name. */
export function knownColumns({ item, columns = {} }: Searchable): ReadonlyMap<string, ExportColumn> {
  const own = Object.keys((item as { properties?: object }).properties ?? {})
  const known = new Map(own.map((name) => [name, { name, path: [name] as readonly string[] }]))
  for (const [name, path] of Object.entries(columns)) known.set(name, { name, path })
  return known
}

/** The columns that are asked for, in that order; the usual ones when none is. Throws Problem 422. */
export function chooseColumns(list: Searchable, names: string | undefined): readonly ExportColumn[] {
  const known = knownColumns(list)
  const wanted = names === undefined ? list.usualColumns : [...new Set(names.split(',').filter(Boolean))]
  if (wanted.length === 0 || wanted.length > mostColumns) {
    throw invalidParameter('columns', `takes 1 to ${mostColumns} names`)
  }
  return wanted.map((name) => {
    const column = known.get(name)
    if (column) return column
    throw invalidParameter('columns', `does not know "${name.slice(0, 60)}"; known: ${[...known.keys()].join(', ')}`)
  })
}

/** The value of a column in an item; undefined where there is none. */
export function columnValue(item: unknown, { path }: ExportColumn): unknown {
  let value = item
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}
