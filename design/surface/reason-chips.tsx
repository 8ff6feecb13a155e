import type { ReactNode } from 'react'
import classes from './reason-chips.module.css'

export interface Reason {
  label: string
  value: ReactNode
  href?: string
  /** True where nobody looked: hatched, and said. */
  notAssessed?: boolean
}

/** Why it matters, in four short answers side by side. */
export function ReasonChips({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <dl className={classes.root}>
      {reasons.map((reason) => (
        <div key={reason.label} className={classes.chip} data-unknown={reason.notAssessed || undefined}>
          <dt>{reason.label}</dt>
          <dd>{reason.href ? <a href={reason.href}>{reason.value}</a> : reason.value}</dd>
        </div>
      ))}
    </dl>
  )
}
