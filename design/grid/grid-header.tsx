// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by transform cannot be table rows
// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells and headers do not (ARIA grid pattern)
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type PointerEvent, useRef } from 'react'
import { CheckBox } from '../form/check-box.tsx'
import classes from './data-grid.module.css'
import { type GridColumn, type GridSort, nextSort } from './grid-column.ts'
import type { Columns } from './use-columns.ts'

export function GridHeader<Row>({
  columns,
  sort,
  onSort,
  extent,
  onAll,
}: {
  columns: Columns<Row>
  sort: GridSort | undefined
  onSort: ((sort: GridSort) => void) | undefined
  /** How much is chosen; undefined where rows cannot be chosen. */
  extent: boolean | 'mixed' | undefined
  onAll: (all: boolean) => void
}) {
  const offset = extent === undefined ? 1 : 2
  return (
    <div role="row" className={classes.header} aria-rowindex={1}>
      {extent !== undefined && (
        <div role="columnheader" aria-colindex={1} className={classes.box}>
          <CheckBox checked={extent} onChange={onAll} label="Choose all that match" />
        </div>
      )}
      {columns.visible.map((column, at) => (
        <HeaderCell key={column.id} column={column} index={at + offset} sort={sort} onSort={onSort} columns={columns} />
      ))}
    </div>
  )
}

function HeaderCell<Row>({
  column,
  index,
  sort,
  onSort,
  columns,
}: {
  column: GridColumn<Row>
  index: number
  sort: GridSort | undefined
  onSort: ((sort: GridSort) => void) | undefined
  columns: Columns<Row>
}) {
  const sorted = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp
  return (
    <div
      role="columnheader"
      aria-colindex={index}
      aria-sort={sorted}
      className={classes.head}
      data-align={column.align}
    >
      {column.sort && onSort ? (
        <button type="button" className={classes.sort} onClick={() => onSort(nextSort(column, sort))}>
          <span>{column.header}</span>
          {sorted && <Arrow size={12} stroke={2.2} aria-hidden="true" />}
        </button>
      ) : (
        <span className={classes.headName}>{column.header}</span>
      )}
      <ResizeHandle column={column} columns={columns} />
    </div>
  )
}

/** For the pointer: drag, or double click to go back. Without a pointer, the column list has the same as buttons. */
function ResizeHandle<Row>({ column, columns }: { column: GridColumn<Row>; columns: Columns<Row> }) {
  const from = useRef<{ x: number; width: number } | undefined>(undefined)
  function onPointerDown(event: PointerEvent<HTMLElement>) {
    const cell = event.currentTarget.parentElement
    if (!cell || event.button !== 0) return
    from.current = { x: event.clientX, width: cell.getBoundingClientRect().width }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (from.current) columns.setWidth(column.id, from.current.width + event.clientX - from.current.x)
  }
  return (
    <i
      className={classes.handle}
      aria-hidden="true"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = undefined
      }}
      onDoubleClick={() => columns.resetWidth(column.id)}
    />
  )
}
