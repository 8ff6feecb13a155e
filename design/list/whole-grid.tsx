import { type ReactNode, useMemo } from 'react'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import { rowsHere } from '../grid/row-source.ts'
import { EmptyState } from '../states/empty-state.tsx'
import { Skeleton } from '../states/skeleton.tsx'

/** The rows of a list that the server gives whole: what is there while they come, where they did not, and where there are none. */
export function WholeGrid<Row>({
  id,
  what,
  list: { data, error, refetch },
  columns,
  rowId,
  rowName,
  open,
  onOpen,
  empty,
}: {
  /** Also the name under which the browser keeps widths and columns. */
  id: string
  /** In the plural, for sentences: "reports of other scanners". */
  what: string
  list: {
    readonly data: readonly Row[] | undefined
    readonly error: Error | null
    readonly refetch: () => unknown
  }
  columns: readonly GridColumn<Row>[]
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  /** Id of the row that is open. */
  open: string | undefined
  onOpen: (row: Row) => void
  empty: { readonly title: string; readonly words: ReactNode; readonly action?: ReactNode }
}) {
  const source = useMemo(() => rowsHere(data ?? []), [data])
  if (error)
    return (
      <EmptyState
        kind="error"
        title={`The ${what} could not be loaded`}
        words={error.message}
        onRetry={() => void refetch()}
      />
    )
  if (!data) return <Skeleton lines={5} label={`Loading the ${what}`} />
  return (
    <DataGrid
      id={id}
      label={`${what.charAt(0).toUpperCase()}${what.slice(1)}`}
      columns={columns}
      source={source}
      rowId={rowId}
      rowName={rowName}
      open={open}
      onOpen={onOpen}
      empty={<EmptyState kind="new" {...empty} />}
    />
  )
}
