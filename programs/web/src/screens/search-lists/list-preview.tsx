import { formatCount, plural, RequestProblem } from '@holdfast/design'
import { useSettled } from '../../language/use-settled.ts'
import { ListedChecks } from './listed-checks.tsx'
import { type ListSaid, useListPreview } from './search-list.ts'
import classes from './search-lists.module.css'

const mostShown = 6

/** Before anything is saved: how many checks a query or ids put on the list now, and the worst of them. */
export function ListPreview({ how, text }: { how: 'query' | 'ids'; text: string }) {
  const asked = useSettled(text.trim())
  const { data, error, isFetching } = useListPreview(asked === '' ? undefined : saidOf(how, asked))
  if (asked === '') return <p className="muted">What finds nothing here yet comes to the list as soon as it does.</p>
  const problem = error instanceof RequestProblem ? error : undefined
  if (problem)
    return (
      <p className={classes.problem} role="alert">
        {problem.errors[0]?.message ?? problem.message}
      </p>
    )
  if (!data) return <p className="muted">Looking …</p>
  const shown = data.checks.slice(0, mostShown)
  const more = data.total - shown.length
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={isFetching}>
      <p role="status">
        <b>{formatCount(data.total)}</b> {data.total === 1 ? 'check' : 'checks'} that found something here
      </p>
      {shown.length > 0 && <ListedChecks checks={shown} label="Worst checks" />}
      {more > 0 && <p className="muted">and {plural(more, 'more check')}</p>}
    </section>
  )
}

/** Ids are words, with commas or lines between them. */
export function saidOf(how: 'query' | 'ids', text: string): ListSaid {
  return how === 'query' ? { query: text } : { ids: text.split(/[\s,;]+/).filter(Boolean) }
}
