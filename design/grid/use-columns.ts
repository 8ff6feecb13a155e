import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  functionalUpdate,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { usePreference } from '../theme/use-preference.ts'
import type { GridColumn } from './grid-column.ts'

/** Columns are TanStack Table's (order, visibility, width); rows never pass through it, as they stay on the server. */
const features = tableFeatures({ columnOrderingFeature, columnSizingFeature, columnVisibilityFeature })
const noRows: never[] = []
const noWidths: Record<string, number> = {}

export interface Columns<Row> {
  readonly visible: readonly GridColumn<Row>[]
  /** `grid-template-columns` of every row, without the box column. */
  readonly template: string
  /** Below this the grid scrolls sideways. */
  readonly leastWidth: number
  /** Ids in order, shown and hidden. */
  readonly order: readonly string[]
  readonly isShown: (id: string) => boolean
  readonly setWidth: (id: string, width: number) => void
  readonly stepWidth: (id: string, by: number) => void
  readonly resetWidth: (id: string) => void
}

/** `shown` are the ids to show in their order (the address bar's); without it the columns' own choice. */
export function useColumns<Row>(
  gridId: string,
  columns: readonly GridColumn<Row>[],
  shown: readonly string[] | undefined,
  /** Pixels that the first column has on top: the margin of the page. */
  lead: number,
): Columns<Row> {
  const [widths, setWidths] = usePreference<Record<string, number>>(`grid.${gridId}.widths`, noWidths)
  const defs = useMemo(
    () => columns.map(({ id, header, width }) => ({ id, header, size: width, minSize: 48, maxSize: 1200 })),
    [columns],
  )
  const { order, visibility } = useMemo(() => arrange(columns, shown), [columns, shown])
  const table = useTable<typeof features, never>({
    features,
    columns: defs,
    data: noRows,
    state: { columnOrder: order, columnVisibility: visibility, columnSizing: widths },
    onColumnSizingChange: (update) => setWidths(functionalUpdate(update, widths)),
  })
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const visible = table.getVisibleLeafColumns().flatMap((column) => byId.get(column.id) ?? [])
  const width = (column: GridColumn<Row>) =>
    (table.getColumn(column.id)?.getSize() ?? column.width) + (column === visible[0] ? lead : 0)
  const setWidth = (id: string, pixels: number) =>
    table.setColumnSizing((old) => ({ ...old, [id]: Math.round(Math.min(1200, Math.max(48, pixels))) }))
  return {
    visible,
    template: visible
      .map((column) =>
        column.grow && widths[column.id] === undefined
          ? `minmax(${width(column)}px, ${column.grow}fr)`
          : `${width(column)}px`,
      )
      .join(' '),
    leastWidth: visible.reduce((sum, column) => sum + width(column), 34),
    order,
    isShown: (id) => visibility[id] !== false,
    setWidth,
    stepWidth: (id, by) => setWidth(id, (table.getColumn(id)?.getSize() ?? 120) + by),
    resetWidth: (id) => table.getColumn(id)?.resetSize(),
  }
}

function arrange<Row>(columns: readonly GridColumn<Row>[], shown: readonly string[] | undefined) {
  const known = columns.map((column) => column.id)
  const first = shown?.filter((id) => known.includes(id)) ?? []
  const order = [...first, ...known.filter((id) => !first.includes(id))]
  const visibility: Record<string, boolean> = {}
  for (const column of columns)
    visibility[column.id] = first.length > 0 ? first.includes(column.id) : column.hidden !== true
  return { order, visibility }
}
