import { type SeverityName, severityWord } from './severity.ts'
import classes from './severity-mark.module.css'

/** Octagon, triangle, diamond, circle, dash: each severity has a shape of its own, so that colour is never alone. */
const shapes: Readonly<Record<SeverityName, string>> = {
  critical: 'M4.4.7h5.2l3.7 3.7v5.2l-3.7 3.7H4.4L.7 9.6V4.4z',
  high: 'M7 1.2 13.5 12.6H.5z',
  medium: 'M7 .4 13.6 7 7 13.6.4 7z',
  low: 'M7 .8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 7 .8z',
  info: 'M1.6 5.2h10.8v3.6H1.6z',
}

export function SeverityMark({
  severity,
  word = true,
  children,
}: {
  severity: SeverityName
  /** False shows the shape alone; its word is still said to screen readers. */
  word?: boolean
  /** Takes the place of the word. */
  children?: React.ReactNode
}) {
  return (
    <span className={classes.root} data-severity={severity}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <path d={shapes[severity]} />
      </svg>
      {children ?? <span className={word ? undefined : 'said'}>{severityWord(severity)}</span>}
    </span>
  )
}
