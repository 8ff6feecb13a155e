import { type Api, useApi, useLiveEvent } from '@holdfast/design'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Board, BoardDocument, BoardRow, Values, Widget, WidgetValue } from './board.ts'

/** A busy installation changes many times a second; so often a board asks at most. */
const pauseMs = 1_500

export function useBoards() {
  const api = useApi()
  return useQuery({
    queryKey: ['boards'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly BoardRow[] }>('/boards', { signal })).data,
  })
}

export function useStarters() {
  const api = useApi()
  return useQuery({
    queryKey: ['board-starters'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly { id: string; document: BoardDocument }[] }>('/boards/starters', { signal }))
        .data,
  })
}

/** One board with what a change of it must name; or one of those to begin with, which nobody changes. */
export function useBoard(id: string) {
  const api = useApi()
  const isKept = id.startsWith('brd_')
  const starters = useStarters()
  const kept = useQuery({
    queryKey: ['boards', id],
    enabled: isKept,
    queryFn: async ({ signal }) => {
      const { body, etag } = await api.getTagged<{ data: Board }>(`/boards/${encodeURIComponent(id)}`, { signal })
      return { board: body.data, etag }
    },
  })
  const starter = isKept ? undefined : starters.data?.find((each) => each.id === id)
  return {
    board: isKept ? kept.data?.board : undefined,
    etag: kept.data?.etag,
    starter: starter?.document,
    error: isKept ? kept.error : starters.data && !starter ? new Error('There is no such board.') : starters.error,
    renew: () => void kept.refetch(),
  }
}

/** The board that one begins with; null for the usual start page. */
export const homeBoardQuery = (api: Api) =>
  queryOptions({
    queryKey: ['boards', 'home'],
    queryFn: async ({ signal }) => (await api.get<{ data: Board | null }>('/boards/home', { signal })).data,
  })

/** What widgets show now: asked again when something changes that they may count. */
export function useValues(widgets: readonly Widget[] | undefined) {
  const api = useApi()
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const renew = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: ['board-values'] }, { cancelRefetch: false })
    }, pauseMs)
  }
  useLiveEvent('finding.', renew)
  useLiveEvent('asset.', renew)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return useQuery({
    queryKey: ['board-values', widgets],
    enabled: widgets !== undefined,
    placeholderData: keepPreviousData,
    // A line goes on by itself.
    refetchInterval: 300_000,
    queryFn: async ({ signal }): Promise<Values> => {
      const { data } = await api.send<{ data: readonly { id: string; value: WidgetValue }[] }>(
        'POST',
        '/boards/values',
        { widgets, zone },
        { signal },
      )
      return new Map(data.map(({ id, value }) => [id, value]))
    },
  })
}
