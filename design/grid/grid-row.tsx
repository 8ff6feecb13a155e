// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by transform cannot be table rows
// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells and headers do not (ARIA grid pattern)
import { memo, type ReactNode, useLayoutEffect, useRef } from 'react'
import { CheckBox } from '../form/check-box.tsx'
import classes from './data-grid.module.css'
import type { GridColumn } from './grid-column.ts'
import type { TreePlace } from './grid-tree.ts'

export interface GridRowProps<Row> {
  row: Row | undefined
  index: number
  top: number
  columns: readonly GridColumn<Row>[]
  /** Where the arrow keys stand: the one row in the tab order. */
  isActive: boolean
  isOpen: boolean
  /** Undefined where rows cannot be chosen. */
  isSelected: boolean | undefined
  name: string
  /** Where it stands in a tree. */
  place?: TreePlace | undefined
  onSelect: (index: number, chosen: boolean, range: boolean) => void
}

/** One row. Only the active row and what is in it can be reached with Tab; the others wait for the arrow keys. */
export const GridRow = memo(function GridRow<Row>(props: GridRowProps<Row>) {
  const { row, index, top, columns, isActive, isOpen, isSelected, name, place, onSelect } = props
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const wanted = isActive ? 0 : -1
    for (const inside of ref.current?.querySelectorAll<HTMLElement>('a, button, input') ?? [])
      if (inside.tabIndex !== wanted) inside.tabIndex = wanted
  })
  const offset = isSelected === undefined ? 1 : 2
  return (
    <div
      ref={ref}
      role="row"
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      aria-busy={row === undefined || undefined}
      aria-level={place?.level}
      aria-expanded={place?.expanded}
      aria-posinset={place?.position}
      aria-setsize={place?.siblings}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
    >
      {isSelected !== undefined && (
        <div role="gridcell" aria-colindex={1} className={classes.box}>
          {row !== undefined && (
            <ShiftAware onChange={(chosen, range) => onSelect(index, chosen, range)}>
              {(change) => <CheckBox checked={isSelected} onChange={change} label={`Choose ${name}`} />}
            </ShiftAware>
          )}
        </div>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + offset}
          className={classes.cell}
          data-align={column.align}
        >
          {row === undefined ? <i className={classes.ghost} data-odd={(index + at) % 3} /> : column.cell(row)}
        </div>
      ))}
    </div>
  )
}) as <Row>(props: GridRowProps<Row>) => ReactNode

/** A change event does not say whether Shift was held; the click before it does. */
function ShiftAware({
  onChange,
  children,
}: {
  onChange: (chosen: boolean, range: boolean) => void
  children: (change: (chosen: boolean) => void) => ReactNode
}) {
  const shift = useRef(false)
  return (
    <span
      onClickCapture={(event) => {
        shift.current = event.shiftKey
      }}
    >
      {children((chosen) => onChange(chosen, shift.current))}
    </span>
  )
}
