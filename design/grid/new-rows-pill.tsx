import { IconArrowUp } from '@tabler/icons-react'
import { formatCount } from '../format/number.ts'
import classes from './data-grid.module.css'

/** New rows wait here: nothing moves under the pointer. */
export function NewRowsPill({ count, onLoad }: { count: number; onLoad: () => void }) {
  return (
    <div className={classes.pill} role="status">
      <button type="button" onClick={onLoad}>
        <IconArrowUp size={14} stroke={2.2} aria-hidden="true" />
        {formatCount(count)} new — load
      </button>
    </div>
  )
}
