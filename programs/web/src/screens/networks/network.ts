import { useApi, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'

/** A network, as `GET /networks` tells it. */
export interface Network {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  /** Assets in it, and living sources that look about in it. */
  readonly assets: number
  readonly sources: number
  readonly version: number
  readonly createdAt: string
}

/** The networks of the tenant, the default one first. */
export function useNetworks(enabled = true) {
  const api = useApi()
  return useQuery({
    queryKey: ['networks'],
    enabled,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Network[] }>('/networks', { signal })).data,
  })
}

/** Asks the list anew: by hand after a change of one's own, by itself after somebody else's. */
export function useRenewNetworks(): () => Promise<void> {
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['networks'] })
  useLiveEvent('network.', () => void renew())
  useLiveEvent('source.', () => void renew())
  return renew
}
