import { addressOf, exactly, type SeverityName, useApi, useLiveEvent } from '@holdfast/design'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'

/** A named set of checks, as `GET /search-lists` tells it. */
export interface SearchList {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly ids: readonly string[] | null
  readonly query: string | null
  readonly checks: number
  readonly findings: number
  readonly createdBy: string
  readonly updatedAt: string
}

export interface ListedCheck {
  readonly id: string
  readonly title: string
  readonly severity: SeverityName
  readonly findings: number
}

/** What a list would be asked: ids, or a query over checks. */
export type ListSaid = { readonly ids: readonly string[] } | { readonly query: string }

/** All lists: renewed when one of them, or what is on it, changes. */
export function useSearchLists() {
  const api = useApi()
  const renew = useRenewSearchLists()
  useLiveEvent('search-lists.', () => void renew())
  return useQuery({
    queryKey: ['search-lists'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly SearchList[] }>('/search-lists', { signal })).data,
  })
}

export function useRenewSearchLists(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['search-lists'] })
}

/** The worst checks that are on a list. */
export function useListed(id: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['search-lists', id, 'checks'],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ data: readonly ListedCheck[] }>(`/search-lists/${encodeURIComponent(id)}/checks`, {
          signal,
          query: { limit: 100 },
        })
      ).data,
  })
}

/** What would be on a list; nothing is asked for an empty one. */
export function useListPreview(said: ListSaid | undefined) {
  const api = useApi()
  return useQuery({
    queryKey: ['search-list-preview', said],
    enabled: said !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async () =>
      (
        await api.send<{ data: { total: number; checks: readonly ListedCheck[] } }>(
          'POST',
          '/search-lists/preview',
          said,
        )
      ).data,
  })
}

/** The open findings of the checks of a list. */
export function findingsOn({ name }: Pick<SearchList, 'name'>): string {
  return addressOf('/findings', { q: `searchList = ${exactly(name)} and status:open` })
}

/** The open findings of one check. */
export function findingsOf({ id }: ListedCheck): string {
  return addressOf('/findings', { q: `check = ${exactly(id)} and status:open` })
}
