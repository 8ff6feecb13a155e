import { useEffect, useMemo, useReducer, useState } from 'react'
import type { RowSource } from '../grid/row-source.ts'
import { type ListPage, RowWindow } from './row-window.ts'

export interface Rows<Row, Page extends ListPage<Row>> {
  readonly source: RowSource<Row>
  /** The first answer, with what it tells beside its rows: facets, freshness. */
  readonly first: Page | undefined
  readonly error: unknown
  /** Asks everything again; the present rows stay until the new ones are here. */
  readonly refresh: () => void
  /** Changes rows that are here. */
  readonly patch: (change: (row: Row) => Row) => void
}

/** The rows of a list on the server, for a grid. `key` says what is asked; when it changes, the list begins anew. */
export function useRows<Row, Page extends ListPage<Row> = ListPage<Row>>({
  key,
  fetchPage,
  pageSize = 100,
}: {
  key: string
  fetchPage: (request: { cursor: string | undefined; limit: number; signal: AbortSignal }) => Promise<Page>
  pageSize?: number
}): Rows<Row, Page> {
  const [version, draw] = useReducer((count: number) => count + 1, 0)
  const [round, refresh] = useReducer((count: number) => count + 1, 0)
  const [held, setHeld] = useState<{ key: string; window: RowWindow<Row> }>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    const window = new RowWindow<Row>({
      pageSize,
      fetchPage: (cursor, signal) => fetchPage({ cursor, limit: pageSize, signal }),
      onChange: () => {
        setError(undefined)
        setHeld((now) => (now?.window === window ? now : { key, window }))
        draw()
      },
      onError: setError,
    })
    // A new question shows places at once; the same question asked again keeps its rows until the answer.
    setHeld((now) => (now?.key === key ? now : { key, window }))
    window.want(0, Math.min(40, pageSize))
    return () => window.close()
  }, [key, round, pageSize])

  const window = held?.window
  const source = useMemo<RowSource<Row>>(
    () => ({
      key,
      total: window?.total ?? 0,
      isExact: window?.isExact ?? true,
      reach: window?.reach ?? 0,
      pending: window?.pending ?? true,
      at: (index) => window?.at(index),
      want: (first, last) => window?.want(first, last),
    }),
    [key, window, version],
  )
  return {
    source,
    first: window?.first as Page | undefined,
    error,
    refresh,
    patch: (change) => window?.patch(change),
  }
}
