import { formatCount, plural, RequestProblem } from '@holdfast/design'
import { useSettled } from '../../language/use-settled.ts'
import classes from './tags.module.css'
import { usePreview } from './use-tags.ts'

const mostShown = 8

/** Before anything is saved: how many assets a query finds now, and the first of them. */
export function TagPreview({ query }: { query: string }) {
  const asked = useSettled(query.trim())
  const { data, error, isFetching } = usePreview(asked)
  if (asked === '') {
    return <p className="muted">Whatever the query finds has the tag, today and from now on. Type one to see whom.</p>
  }
  const problem = error instanceof RequestProblem ? error : undefined
  if (problem) {
    return (
      <p className={classes.problem} role="alert">
        {problem.errors[0]?.message ?? problem.message}
      </p>
    )
  }
  if (!data) return <p className="muted">Looking …</p>
  const shown = data.assets.slice(0, mostShown)
  const more = data.total - shown.length
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={isFetching}>
      <p role="status">
        <b>{formatCount(data.total)}</b> {data.total === 1 ? 'asset has' : 'assets have'} it when you save.
        {data.timed && (
          <span className="muted"> Its answer changes with the clock: asked again every ten minutes.</span>
        )}
      </p>
      {shown.length > 0 && (
        <ul>
          {shown.map(({ id, name, kind }) => (
            <li key={id}>
              <a href={`/inventory/${encodeURIComponent(id)}`}>{name}</a> <span className="muted">{kind}</span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="muted">and {plural(more, 'more asset')}</p>}
    </section>
  )
}
