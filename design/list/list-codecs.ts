import { type UrlCodec, urlNames, urlOptional, urlSort, urlText } from '../client/url-codec.ts'
import type { GridSort } from '../grid/grid-column.ts'

/** What the address of a list tells: query, order, columns, open row. */
export function listCodecs(usual: { query: string; sort?: GridSort }): {
  q: UrlCodec<string>
  sort: UrlCodec<GridSort | undefined>
  cols: UrlCodec<readonly string[] | undefined>
  row: UrlCodec<string | undefined>
} {
  return { q: urlText(usual.query), sort: urlSort(usual.sort), cols: urlNames(), row: urlOptional() }
}

/** The address of a list in a state, for links from elsewhere: every number leads to the list that makes it. */
export function queryParameter(query: string, usual: string): string | undefined {
  return query === usual ? undefined : query || '*'
}
