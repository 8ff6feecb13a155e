import { useApi, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Sight } from '../people/sight.ts'

/** An API token, as `GET /tokens` tells it: never its secret. */
export interface Token {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly scopes: readonly string[]
  readonly person: string | null
  /** What it sees of the assets; null for what who it acts for sees. */
  readonly sees: Sight
  readonly service: { readonly id: string; readonly name: string } | null
  readonly replacedBy: string | null
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
  readonly revokedAt: string | null
}

/** A principal without a person, as `GET /service-accounts` tells it. */
export interface ServiceAccount {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly role: string | null
  readonly owner: string | null
  readonly state: 'active' | 'disabled'
  readonly tokens: number
  readonly usedAt: string | null
}

export interface MadeToken {
  readonly id: string
  readonly secret: string
}

function useList<Item>(path: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['api-access', path],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Item[] }>(path, { signal })).data,
  })
}

export const useTokens = () => useList<Token>('/tokens')
export const useServiceAccounts = () => useList<ServiceAccount>('/service-accounts')

/** Asks both lists anew: by hand after a change of one's own, by itself after somebody else's. */
export function useRenewTokens(): () => Promise<void> {
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['api-access'] })
  useLiveEvent('token.', () => void renew())
  return renew
}
