import type { ReactNode } from 'react'
import { formatCount } from '../format/number.ts'
import classes from './saved-views.module.css'

export interface SavedView {
  id: string
  label: string
  href: string
  count?: number
  /** Why it cannot be shown as it was kept. */
  problem?: string
}

/** Ways of looking that somebody kept. Each is a link, because each is an address. */
export function SavedViews({
  views,
  current,
  label = 'Saved views',
  tools,
  below,
  children,
}: {
  views: readonly SavedView[]
  current?: string
  label?: string
  /** Beside the views: what can be done with them. */
  tools?: ReactNode
  /** Under the views: what is wrong with the one in force. */
  below?: ReactNode
  /** At the right: how fresh this is. */
  children?: ReactNode
}) {
  return (
    <>
      <div className={classes.root}>
        <nav aria-label={label} className={classes.views}>
          {views.map((view) => (
            <a
              key={view.id}
              className={classes.chip}
              href={view.href}
              aria-current={view.id === current ? 'true' : undefined}
              title={view.problem}
              data-problem={view.problem !== undefined || undefined}
            >
              {view.label}
              {view.count !== undefined && <b>{formatCount(view.count)}</b>}
            </a>
          ))}
        </nav>
        {tools && <div className={classes.tools}>{tools}</div>}
        {children}
      </div>
      {below}
    </>
  )
}

export interface FreshnessNote {
  label: string
  href?: string
}

/** How old what one sees is, and what it leaves out: "as of 10:14 · 3 of 131 not seen for 7 days · 11 not assessed". */
export function Freshness({ asOf, notes = [] }: { asOf: string; notes?: readonly FreshnessNote[] }) {
  return (
    <p className={classes.fresh}>
      as of {asOf}
      {notes.map((note) => (
        <span key={note.label}>
          {' · '}
          {note.href ? <a href={note.href}>{note.label}</a> : note.label}
        </span>
      ))}
    </p>
  )
}
