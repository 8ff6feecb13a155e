// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the role is one of two grids, both of which have them
// biome-ignore-all lint/a11y/noStaticElementInteractions: a grid takes the keys of its rows
// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by transform cannot be table rows
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import { usePreference } from '../theme/use-preference.ts'
import { ColumnChooser } from './column-chooser.tsx'
import classes from './data-grid.module.css'
import { type Density, type GridColumn, type GridSort, rowHeights } from './grid-column.ts'
import { GridHeader } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'
import { gridStep } from './grid-step.ts'
import { type GridTree, treeStep } from './grid-tree.ts'
import { NewRowsPill } from './new-rows-pill.tsx'
import { RowSlots } from './row-slots.ts'
import type { RowSource } from './row-source.ts'
import { allSelected, isSelected, nothingSelected, type Selection, selectionExtent, setSelected } from './selection.ts'
import { useColumns } from './use-columns.ts'

export interface DataGridProps<Row> {
  /** Names the remembered widths and density. */
  id: string
  /** Said to screen readers. */
  label: string
  columns: readonly GridColumn<Row>[]
  source: RowSource<Row>
  rowId: (row: Row) => string
  /** A short name of the row for screen readers. */
  rowName: (row: Row) => string
  sort?: GridSort
  onSort?: (sort: GridSort) => void
  /** Id of the row that the drawer shows. While one is open, the arrow keys open the next. */
  open?: string
  onOpen?: (row: Row) => void
  /** Enter on the open row: its own page. */
  onEnter?: (row: Row) => void
  selection?: Selection
  onSelection?: (selection: Selection) => void
  /** Ids of the columns to show, in order; absent for the columns' own choice. */
  shown?: readonly string[]
  onShown?: (shown: readonly string[] | undefined) => void
  /** Rows that came meanwhile; they wait for a click instead of moving the others. */
  fresh?: { count: number; onLoad: () => void }
  /** Where rows stand below one another. */
  tree?: GridTree<Row>
  /** In place of rows. */
  empty?: ReactNode
}

const headerHeight = 32

/** The list of every screen: rows by the hundred thousand, of which the page holds a few dozen. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const {
    id,
    label,
    source,
    rowId,
    rowName,
    sort,
    onSort,
    open,
    onOpen,
    onEnter,
    selection,
    onSelection,
    fresh,
    tree,
    empty,
  } = props
  const columns = useColumns(id, props.columns, props.shown, selection ? 0 : 8)
  const [density, setDensity] = usePreference<Density>('density', 'compact')
  const rowHeight = rowHeights[density] ?? rowHeights.compact
  const [at, setAt] = useState(0)
  const anchor = useRef(0)
  const scroller = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const active = Math.min(at, Math.max(0, source.reach - 1))

  const virtual = useVirtualizer({
    count: source.reach,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    rangeExtractor: (range) => {
      // The row that holds the focus stays, wherever one scrolls.
      const seen = defaultRangeExtractor(range)
      return seen.includes(active) || source.reach === 0 ? seen : [...seen, active].sort((a, b) => a - b)
    },
  })
  const slots = useRef<RowSlots>(null)
  slots.current ??= new RowSlots()
  const drawn = virtual.getVirtualItems()
  const places = slots.current.place(drawn.map(({ index }) => index))
  // Elements are put into the order of their rows when scrolling has ended: what reads the page aloud comes then.
  const items = virtual.isScrolling ? [...drawn].sort((a, b) => places.get(a.index)! - places.get(b.index)!) : drawn
  const first = virtual.range?.startIndex ?? 0
  const last = virtual.range?.endIndex ?? 0

  useEffect(() => virtual.measure(), [virtual, rowHeight])
  useEffect(() => source.want(first, last), [source, first, last])
  useEffect(() => {
    setAt(0)
    if (source.key !== undefined) scroller.current?.scrollTo({ top: 0 })
  }, [source.key])
  useEffect(() => {
    if (wantsFocus.current) wantsFocus.current = !focusRow(active)
  })
  const showOpen = useEffectEvent(() => {
    const index = openIndex()
    if (index < 0) return
    setAt(index)
    virtual.scrollToIndex(index)
  })
  // A list that opens with a row (a link, a reload) shows it.
  useEffect(() => {
    if (!source.pending) showOpen()
  }, [source.pending, source.key])

  function focusRow(index: number): boolean {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    row?.focus({ preventScroll: true })
    return row !== null && row !== undefined
  }

  function openIndex(): number {
    if (open === undefined) return -1
    for (let index = 0; index < source.reach; index++) {
      const row = source.at(index)
      if (row !== undefined && rowId(row) === open) return index
    }
    return -1
  }

  function moveTo(index: number, focus: boolean) {
    const to = Math.max(0, Math.min(source.reach - 1, index))
    setAt(to)
    virtual.scrollToIndex(to)
    // A row that is not drawn yet takes the focus when it is.
    if (focus) wantsFocus.current = !focusRow(to)
    const row = source.at(to)
    if (open !== undefined && row !== undefined) onOpen?.(row)
  }

  function step(by: number) {
    if (source.reach === 0) return
    const inGrid = scroller.current?.contains(document.activeElement) ?? false
    const shown = openIndex()
    const from = shown >= 0 ? shown : active
    // The first J of a fresh list lands on its first row.
    moveTo(!inGrid && shown < 0 && at === 0 && by > 0 ? 0 : from + by, inGrid || open === undefined)
  }
  useShortcut('j', 'Next row', () => step(1), { group: 'Lists' })
  useShortcut('k', 'Row before', () => step(-1), { group: 'Lists' })
  useShortcut('x', 'Choose the row', () => choose(active, undefined, false), {
    group: 'Lists',
    when: onSelection !== undefined,
  })

  function choose(index: number, chosen: boolean | undefined, range: boolean) {
    const row = source.at(index)
    if (!selection || !onSelection || row === undefined) return
    const wanted = chosen ?? !isSelected(selection, rowId(row))
    const from = range ? Math.min(anchor.current, index) : index
    const to = range ? Math.max(anchor.current, index) : index
    const ids: string[] = []
    for (let i = from; i <= to; i++) {
      const between = source.at(i)
      if (between !== undefined) ids.push(rowId(between))
    }
    anchor.current = index
    onSelection(setSelected(selection, ids, wanted))
  }

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement
    if (!target.dataset.index) return
    const branch =
      tree && !event.altKey && !event.ctrlKey && !event.metaKey
        ? treeStep(event.key, active, { count: source.reach, at: (index) => source.at(index) }, tree)
        : undefined
    if (branch) {
      event.preventDefault()
      if ('to' in branch) moveTo(branch.to, true)
      else tree?.onExpand(branch.rows, branch.expanded)
      return
    }
    const to = gridStep(event, active, { rows: source.reach, page: Math.max(1, last - first - 1) })
    const row = source.at(active)
    if (to !== undefined) moveTo(to, true)
    else if (event.key === 'Enter' && row !== undefined) {
      if (open === rowId(row) || !onOpen) onEnter?.(row)
      else onOpen(row)
    } else if (event.key === ' ') choose(active, undefined, event.shiftKey)
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && onSelection) onSelection(allSelected)
    else if (event.key === 'Escape' && open === undefined && selection && selection !== nothingSelected)
      onSelection?.(nothingSelected)
    else return
    event.preventDefault()
  }

  function onClick(event: MouseEvent) {
    const target = event.target as HTMLElement
    const index = target.closest<HTMLElement>('[data-index]')?.dataset.index
    if (index === undefined || target.closest('a, button, input, label')) return
    if (window.getSelection()?.toString()) return
    setAt(Number(index))
    const row = source.at(Number(index))
    if (row !== undefined) onOpen?.(row)
  }

  const frame = {
    '--columns': `${selection ? '34px ' : ''}${columns.template}`,
    '--least': `${columns.leastWidth + (selection ? 34 : 0)}px`,
    '--row': `${rowHeight}px`,
  } as CSSProperties
  return (
    <div className={classes.root} style={frame}>
      <ColumnChooser
        all={props.columns}
        columns={columns}
        onShown={props.onShown}
        density={density}
        onDensity={setDensity}
      />
      {fresh && fresh.count > 0 && <NewRowsPill count={fresh.count} onLoad={fresh.onLoad} />}
      <div
        ref={scroller}
        role={tree ? 'treegrid' : 'grid'}
        className={classes.scroller}
        aria-label={label}
        aria-rowcount={source.isExact ? source.total + 1 : -1}
        aria-colcount={columns.visible.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-busy={source.pending || undefined}
        // Without rows there is nothing in it that could take the focus, and it may scroll all the same.
        tabIndex={source.reach === 0 ? 0 : undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div role="rowgroup" className={classes.top}>
          <GridHeader
            columns={columns}
            sort={sort}
            onSort={onSort}
            extent={selection && selectionExtent(selection, source.total)}
            onAll={(all) => onSelection?.(all ? allSelected : nothingSelected)}
          />
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = source.at(item.index)
            return (
              <GridRow
                key={places.get(item.index)}
                row={row}
                index={item.index}
                top={item.start - headerHeight}
                columns={columns.visible}
                isActive={item.index === active}
                isOpen={row !== undefined && rowId(row) === open}
                isSelected={selection && row !== undefined ? isSelected(selection, rowId(row)) : selection && false}
                name={row === undefined ? '' : rowName(row)}
                place={row === undefined ? undefined : tree?.place(row)}
                onSelect={choose}
              />
            )
          })}
        </div>
      </div>
      {!source.pending && source.total === 0 && <div className={classes.empty}>{empty}</div>}
    </div>
  )
}
