import type { ReactNode } from 'react'
import { formatClock, formatDayTime, formatExact, type Moment, toMillis } from '../format/time.ts'
import { Badge, type Tone } from '../text/badge.tsx'
import { type Change, Sign } from '../text/sign.tsx'
import classes from './timeline.module.css'

export interface TimelineEntry {
  id: string
  at: Moment
  change?: Change
  /** What happened, in a few words. */
  title: ReactNode
  /** Who and why. */
  detail?: ReactNode
  badge?: { tone: Tone; label: string }
  href?: string
}

/** What changed, oldest or newest first as given: a time, a sign, a sentence, a badge. */
export function Timeline({
  entries,
  time = 'day',
  label,
}: {
  entries: readonly TimelineEntry[]
  /** `day`: "12 Nov 09:31"; `clock`: "10:13:07". */
  time?: 'day' | 'clock'
  label: string
}) {
  return (
    <ol className={classes.root} aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id} className={classes.entry}>
          <time
            className={classes.time}
            dateTime={new Date(toMillis(entry.at)).toISOString()}
            title={formatExact(entry.at)}
          >
            {time === 'day' ? formatDayTime(entry.at) : formatClock(entry.at, undefined, true)}
          </time>
          <span className={classes.sign}>{entry.change && <Sign change={entry.change} />}</span>
          <span className={classes.words}>
            {entry.href ? (
              <a className={classes.title} href={entry.href}>
                {entry.title}
              </a>
            ) : (
              <span className={classes.title}>{entry.title}</span>
            )}
            {entry.detail && <span className={classes.detail}> · {entry.detail}</span>}
          </span>
          {entry.badge && <Badge tone={entry.badge.tone}>{entry.badge.label}</Badge>}
        </li>
      ))}
    </ol>
  )
}
