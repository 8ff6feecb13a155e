import classes from './badge.module.css'
import type { SeverityName } from './severity.ts'

export type Tone = SeverityName | 'neutral' | 'brand' | 'ok' | 'added' | 'removed'

/** A word in a frame. It repeats what the row says otherwise, and is never the only place that says it. */
export function Badge({
  tone = 'neutral',
  look = 'outline',
  title,
  children,
}: {
  tone?: Tone
  look?: 'outline' | 'tint'
  title?: string
  children: React.ReactNode
}) {
  return (
    <span className={classes.root} data-tone={tone} data-look={look} title={title}>
      {children}
    </span>
  )
}
