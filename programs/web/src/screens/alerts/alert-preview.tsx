import { formatCount, plural, RequestProblem } from '@holdfast/design'
import { useSettled } from '../../language/use-settled.ts'
import classes from './alerts.module.css'
import { usePreview } from './use-alerts.ts'

/** Before anything is saved: how many match now, how many of them came within a day, and the newest. */
export function AlertPreview({ list, query }: { list: string; query: string }) {
  const asked = useSettled(query.trim())
  const { data, error, isFetching } = usePreview(list, asked)
  const problem = error instanceof RequestProblem ? error : undefined
  if (problem) {
    return (
      <p className={classes.problem} role="alert">
        {problem.errors[0]?.message ?? problem.message}
      </p>
    )
  }
  if (!data) return <p className="muted">Looking …</p>
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={isFetching}>
      <p role="status">
        <b>{formatCount(data.now)}</b>
        {data.isExact ? '' : ' or more'} match now; <b>{formatCount(data.lastDay)}</b> of them since a day.
        <span className="muted">
          {' '}
          {data.timed ? 'Its answer changes with the clock: asked each minute.' : 'Asked when something changes.'}
        </span>
      </p>
      {data.items.length > 0 && (
        <ul>
          {data.items.map(({ id, title, asset, path }) => (
            <li key={id}>
              <a href={path}>{title}</a> {asset && <span className="muted">{asset.name}</span>}
            </li>
          ))}
        </ul>
      )}
      {data.now > data.items.length && (
        <p className="muted">and {plural(data.now - data.items.length, 'more', 'more')}</p>
      )}
    </section>
  )
}
