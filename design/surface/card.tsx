import { type ReactNode, useId } from 'react'
import classes from './card.module.css'

/** A panel with one thought. The heading names it for screen readers too. */
export function Card({
  title,
  note,
  more,
  actions,
  flush = false,
  level = 2,
  children,
}: {
  title?: ReactNode
  /** Quiet words after the title. */
  note?: ReactNode
  more?: { label: string; href: string }
  actions?: ReactNode
  /** Content reaches the edges: tables, diffs. */
  flush?: boolean
  level?: 2 | 3
  children: ReactNode
}) {
  const id = useId()
  const Heading = `h${level}` as const
  return (
    <section className={classes.root} data-flush={flush || undefined} aria-labelledby={title ? id : undefined}>
      {(title || more || actions) && (
        <header className={classes.head}>
          {title && (
            <Heading className={classes.title} id={id}>
              {title}
            </Heading>
          )}
          {note && <span className={classes.note}>{note}</span>}
          {more && (
            <a className={classes.more} href={more.href}>
              {more.label}
            </a>
          )}
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={classes.body}>{children}</div>
    </section>
  )
}
