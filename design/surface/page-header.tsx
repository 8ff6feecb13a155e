import type { ReactNode } from 'react'
import classes from './page-header.module.css'

/** What this page is, the true count or the moment it speaks of, and at most one primary button. */
export function PageHeader({
  title,
  note,
  mono = false,
  actions,
}: {
  title: ReactNode
  note?: ReactNode
  /** For titles that are paths or addresses. */
  mono?: boolean
  actions?: ReactNode
}) {
  return (
    <header className={classes.root}>
      <div className={classes.words}>
        <h1 className={classes.title} data-mono={mono || undefined}>
          {title}
        </h1>
        {note && <p className={classes.note}>{note}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
