import type { ReactNode } from 'react'
import classes from './key-value.module.css'

export interface KeyValueItem {
  label: ReactNode
  value: ReactNode
  /** Hashes, paths, versions. */
  mono?: boolean
}

/** Facts under their names. `align="end"` puts figures at the right edge. */
export function KeyValue({
  items,
  align = 'start',
  quiet = false,
}: {
  items: readonly KeyValueItem[]
  align?: 'start' | 'end'
  /** Values at the end that are no figures: not in bold. */
  quiet?: boolean
}) {
  return (
    <dl className={classes.root} data-align={align} data-quiet={quiet || undefined}>
      {items.map((item, at) => (
        <div key={at} className={classes.row}>
          <dt>{item.label}</dt>
          <dd className={item.mono ? 'mono' : undefined}>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
