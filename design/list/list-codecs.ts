import { type UrlCodec, urlNames, urlOptional, urlSort, urlText } from '../client/url-codec.ts'
import type { GridSort } from '../grid/grid-column.ts'

/** What the address of a list tells: query, order, columns, open facets, open row, the saved view that it began with. */
export function listCodecs(usual: { query: string; sort?: GridSort }): {
  q: UrlCodec<string>
  sort: UrlCodec<GridSort | undefined>
  cols: UrlCodec<readonly string[] | undefined>
  facets: UrlCodec<readonly string[] | undefined>
  row: UrlCodec<string | undefined>
  view: UrlCodec<string | undefined>
} {
  return {
    q: urlText(usual.query),
    sort: urlSort(usual.sort),
    cols: urlNames(),
    facets: urlNames(),
    row: urlOptional(),
    view: urlOptional(),
  }
}

/** The query in the address of a list, for links: always told, since a list without one begins with whatever a person chose for it. */
export function queryParameter(query: string): string {
  return query || '*'
}
