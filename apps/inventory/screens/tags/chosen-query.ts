import type { Selection } from '@holdfast/design'

/** The query that finds exactly the chosen assets: those named, or all that match except those named. */
export function chosenQuery({ all, ids }: Selection, query: string): string {
  const named = ids.size === 0 ? '' : `id:[${[...ids].map((id) => `'${id}'`).join(', ')}]`
  if (!all) return named === '' ? `id:'nobody'` : named
  const matching = withoutOrder(query).trim()
  if (named === '') return matching
  return matching === '' ? `not ${named}` : `(${matching}) and not ${named}`
}

/** A condition can stand in parentheses; the order of the rows, which says nothing about which ones, cannot. */
function withoutOrder(query: string): string {
  return query.replace(/\s*\bsort by [\w.-]+(\s+(asc|desc)\w*)?(\s*,\s*[\w.-]+(\s+(asc|desc)\w*)?)*\s*$/i, '')
}
