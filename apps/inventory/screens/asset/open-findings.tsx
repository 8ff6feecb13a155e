import { SeverityMark, Skeleton } from '@holdfast/design'
import type { Asset, FindingRow } from '../asset.ts'
import { findingsAddress } from '../links.ts'
import classes from './asset.module.css'

const shown = 5

/** The worst of what is open, and the way to all of it. */
export function OpenFindings({
  asset,
  findings,
}: {
  asset: Asset
  findings: { rows: readonly FindingRow[]; total: number; query: string } | undefined
}) {
  if (!findings) return <Skeleton lines={3} label="Loading its findings" />
  if (findings.total === 0)
    return <p className="muted">{asset.findings === null ? 'Not judged yet.' : 'No finding is open.'}</p>
  return (
    <>
      <ul className={classes.lines}>
        {findings.rows.slice(0, shown).map((finding) => (
          <li key={finding.id}>
            <SeverityMark severity={finding.severity} word={false} />
            <a href={findingsAddress(findings.query, finding.id)}>{finding.summary || finding.title}</a>
          </li>
        ))}
      </ul>
      <p>
        <a href={findingsAddress(findings.query)}>
          {findings.total === 1 ? 'The open finding' : `All ${findings.total} open findings`}
        </a>
      </p>
    </>
  )
}
