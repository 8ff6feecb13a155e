import type { Selection } from '../grid/selection.ts'
import { exactly } from '../query/exactly.ts'

/** The query that finds exactly what is chosen in a list: rows by their `id`, or all that match except those taken out again. */
export function chosenQuery({ all, ids }: Selection, query: string): string {
  const named = [...ids].map((id) => exactly(id)).join(', ')
  if (!all) return `id:[${named}]`
  const except = ids.size === 0 ? [] : [`not id:[${named}]`]
  return [...(query.trim() === '' ? [] : [except.length > 0 ? `(${query})` : query]), ...except].join(' and ')
}
