import type { ReactNode } from 'react'
import { formatCount } from '../format/number.ts'
import classes from './tile.module.css'

export type Swatch = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'ok' | 'brand' | 'hatched'

/** One number of a set that adds up: what it counts, how many, and why. The whole tile leads to its list. */
export function Tile({
  label,
  value,
  href,
  swatch,
  note,
}: {
  label: string
  /** Absent while nobody looked: a dash, not a nought. */
  value?: number
  href?: string
  swatch?: Swatch
  note?: ReactNode
}) {
  const inside = (
    <>
      <span className={classes.label}>
        {swatch && <i className={`${classes.swatch} ${swatch === 'hatched' ? 'hatched' : ''}`} data-swatch={swatch} />}
        {label}
      </span>
      <span className={classes.value}>{value === undefined ? '–' : formatCount(value)}</span>
      {note && <span className={classes.note}>{note}</span>}
    </>
  )
  return href ? (
    <a className={classes.root} href={href}>
      {inside}
    </a>
  ) : (
    <div className={classes.root}>{inside}</div>
  )
}
