import { formatCount, SeverityMark } from '@holdfast/design'
import { findingsOf, type ListedCheck } from './search-list.ts'
import classes from './search-lists.module.css'

/** Checks with their severity and their open findings. */
export function ListedChecks({ checks, label }: { checks: readonly ListedCheck[]; label: string }) {
  return (
    <ul className={classes.checks} aria-label={label}>
      {checks.map((check) => (
        <li key={check.id}>
          <SeverityMark severity={check.severity} />
          <span className={classes.title} title={check.id}>
            {check.title}
          </span>
          {check.findings > 0 ? (
            <a href={findingsOf(check)}>{formatCount(check.findings)}</a>
          ) : (
            <span className="muted">0</span>
          )}
        </li>
      ))}
    </ul>
  )
}
