import type { ReactNode } from 'react'

export interface GridColumn<Row> {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** Pixels; the least a growing column has. */
  readonly width: number
  /** Share of the room that is left over. */
  readonly grow?: number
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end'
  /** Sorting is the server's; the first click asks for this direction. */
  readonly sort?: 'ascending' | 'descending'
  /** Names of what it becomes in an exported file; its id unless told. */
  readonly exports?: readonly string[]
  /** Not shown until somebody asks for it. */
  readonly hidden?: boolean
}

export interface GridSort {
  readonly column: string
  readonly descending: boolean
}

export type Density = 'comfortable' | 'compact' | 'dense'

export const rowHeights: Readonly<Record<Density, number>> = { comfortable: 40, compact: 34, dense: 26 }

/** What a click on a header asks for: the column's own first direction, then the other. */
export function nextSort(column: Pick<GridColumn<never>, 'id' | 'sort'>, now: GridSort | undefined): GridSort {
  if (now?.column === column.id) return { column: column.id, descending: !now.descending }
  return { column: column.id, descending: column.sort === 'descending' }
}

/** Moves a name one place up or down in a list; stays where there is no place. */
export function moveName(names: readonly string[], name: string, step: -1 | 1): readonly string[] {
  const from = names.indexOf(name)
  const to = from + step
  if (from < 0 || to < 0 || to >= names.length) return names
  const moved = names.filter((other) => other !== name)
  moved.splice(to, 0, name)
  return moved
}
