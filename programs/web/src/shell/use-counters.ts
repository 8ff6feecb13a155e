import { useApi, useClient, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'

const none: Readonly<Record<string, number>> = {}

/** The numbers beside the rail: kept by the server, renewed when something changed. */
export function useCounters(): Readonly<Record<string, number>> {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const renew = () => void queries.invalidateQueries({ queryKey: ['counters'] })
  useLiveEvent('finding.', renew)
  useLiveEvent('asset.', renew)
  useLiveEvent('source.', renew)
  const { data } = useQuery({
    queryKey: ['counters'],
    enabled: may('home:read'),
    queryFn: ({ signal }) => api.get<{ data: Readonly<Record<string, number>> }>('/counters', { signal }),
    refetchInterval: 60_000,
  })
  return data?.data ?? none
}
