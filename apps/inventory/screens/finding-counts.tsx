import { SeverityMark, severityOrder } from '@holdfast/design'
import type { OpenCounts } from './asset.ts'
import classes from './finding-counts.module.css'

/** Open findings of an asset, worst first; a dash where there are none, a hatch where nobody looked. */
export function FindingCounts({ counts }: { counts: OpenCounts | null }) {
  if (counts === null) {
    return (
      <span className={classes.unknown}>
        <i className="hatched" aria-hidden="true" /> not judged yet
      </span>
    )
  }
  const shown = severityOrder.filter((severity) => counts[severity] > 0)
  if (shown.length === 0) return <span className="muted">none open</span>
  return (
    <span className={classes.root}>
      {shown.map((severity) => (
        <SeverityMark key={severity} severity={severity}>
          <span>
            {counts[severity]}
            <span className="said"> {severity}</span>
          </span>
        </SeverityMark>
      ))}
    </span>
  )
}
