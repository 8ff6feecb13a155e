import { Card, EmptyState, RelativeTime, SeverityMark } from '@holdfast/design'
import { useAssessments } from '../use-asset.ts'
import classes from './asset.module.css'

/** What could not be answered here and why. It is hatched, never green. */
export function NotAssessedList({ asset }: { asset: string }) {
  const { data } = useAssessments(asset)
  if (!data) return null
  if (data.notAssessed.length === 0) {
    const passed = data.judged.reduce((sum, judged) => sum + judged.passed.length, 0)
    const last = data.judged
      .map(({ testedAt }) => testedAt)
      .sort()
      .at(-1)
    if (last === undefined) return null
    return (
      <p className="muted">
        Every check could be answered; {passed} of them hold{passed === 1 ? 's' : ''}. Judged <RelativeTime at={last} />
        .
      </p>
    )
  }
  return (
    <Card title={`Not assessed, ${data.notAssessed.length}`} note="unknown is not clean">
      <ul className={classes.lines}>
        {data.notAssessed.map((check) => (
          <li key={`${check.check} ${check.place}`}>
            <i className={`hatched ${classes.hatch}`} aria-hidden="true" />
            <span>
              <b>{check.title}</b>
              {check.place !== '' && <span className="mono"> {check.place}</span>}
              <span className="muted">
                {' · '}
                {check.reason}, since <RelativeTime at={check.since} />
              </span>
              <span className="said">
                , would be <SeverityMark severity={check.severity} word />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {data.judged.length === 0 && (
        <EmptyState
          inline
          kind="partial"
          title="Nothing was judged yet"
          words="It follows the first facts by seconds."
        />
      )}
    </Card>
  )
}
