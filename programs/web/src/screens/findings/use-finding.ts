import { useApi, useLiveEvent } from '@holdfast/design'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Finding, FindingStep } from './finding.ts'

const pathOf = (id: string) => `/findings/${encodeURIComponent(id)}`

/** One finding, renewed when the server tells that it changed. */
export function useFinding(id: string) {
  const api = useApi()
  const queries = useQueryClient()
  useLiveEvent('finding.', ({ body }) => {
    const told = body as { finding?: string } | null
    if (told?.finding === undefined || told.finding === id)
      void queries.invalidateQueries({ queryKey: ['finding', id] })
  })
  return useQuery({
    queryKey: ['finding', id],
    queryFn: async ({ signal }) => (await api.get<{ data: Finding }>(pathOf(id), { signal })).data,
  })
}

export function useHistory(id: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['finding', id, 'history'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly FindingStep[] }>(`${pathOf(id)}/history`, { signal })).data,
  })
}

/** How many findings a query finds: the number that stands on a button, equal to the list it leads to. */
export function useFindingCount(query: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['findings', 'count', query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const asked = { q: query, limit: 1 }
      const { page } = await api.get<{ page: { total?: number; totalIsExact?: boolean } }>('/findings', {
        query: asked,
        signal,
      })
      return { total: page.total ?? 0, isExact: page.totalIsExact !== false }
    },
  })
}
