import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatTotal } from '../format/number.ts'
import classes from './bulk-bar.module.css'
import { allSelected, countSelected, nothingSelected, type Selection } from './selection.ts'

/** What can be done with what is chosen; says how many that is, also where "all" was never loaded. */
export function BulkBar({
  selection,
  total,
  isExact = true,
  what,
  onSelection,
  children,
}: {
  selection: Selection
  total: number
  isExact?: boolean
  /** "findings". */
  what: string
  onSelection: (selection: Selection) => void
  children: ReactNode
}) {
  const count = countSelected(selection, total)
  if (count === 0) return null
  return (
    <section className={classes.root} aria-label="Chosen rows">
      <span className={classes.count} role="status">
        <b>{formatTotal(count, isExact || !selection.all)}</b> {count === 1 ? what.replace(/s$/, '') : what} chosen
        {selection.all && selection.ids.size === 0 ? ', all that match' : ''}
      </span>
      {!selection.all && count < total && (
        <button type="button" className={classes.all} onClick={() => onSelection(allSelected)}>
          Choose all {formatTotal(total, isExact)} that match
        </button>
      )}
      <div className={classes.actions}>{children}</div>
      <button
        type="button"
        className={classes.clear}
        aria-label="Choose nothing"
        title="Choose nothing"
        onClick={() => onSelection(nothingSelected)}
      >
        <IconX size={15} stroke={2} aria-hidden="true" />
      </button>
    </section>
  )
}
