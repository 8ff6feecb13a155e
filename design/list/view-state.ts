import type { GridSort } from '../grid/grid-column.ts'
import type { KeptView } from './kept-view.ts'

/** What of a list a view keeps. */
export interface ViewState {
  readonly query: string
  readonly sort: string | null
  readonly columns: readonly string[] | null
  /** Ids of the facets that are open, in their order. */
  readonly facets: readonly string[] | null
}

export function sortText(sort: GridSort | undefined): string | null {
  return sort ? `${sort.descending ? '-' : ''}${sort.column}` : null
}

/** Whether a list shows something else than a view says. `usual` stands for what neither of them says. */
export function differs(
  view: Pick<KeptView, 'query' | 'sort' | 'columns' | 'facets'>,
  now: ViewState,
  usualSort: string | null,
): boolean {
  return (
    view.query.trim() !== now.query.trim() ||
    (view.sort ?? usualSort) !== (now.sort ?? usualSort) ||
    (view.columns ?? []).join(',') !== (now.columns ?? []).join(',') ||
    (view.facets !== null && view.facets.join(',') !== (now.facets ?? []).join(','))
  )
}

/** What the address of a list says for a view: every part, so that whoever may not see the view sees the same list. */
export function viewAddress(view: KeptView): Record<string, string | undefined> {
  return {
    q: view.query || '*',
    sort: view.sort ?? undefined,
    cols: view.columns?.join(','),
    facets: view.facets?.join(','),
    view: view.id,
  }
}
