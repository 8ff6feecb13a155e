import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** What the organisation demands, as `GET /security/policy` tells it. */
export interface Policy {
  readonly secondFactor: boolean
  readonly idleMinutes: number
  readonly absoluteHours: number
  readonly addresses: readonly string[]
  readonly yourAddress: string
}

/** An identity provider, as `GET /security/providers` tells it: never its secret. */
export interface Provider {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly hasSecret: boolean
  readonly domains: readonly string[]
  readonly roleClaim: string
  readonly roleMap: readonly { readonly value: string; readonly role: string }[]
  readonly defaultRole: string
  readonly joining: 'nobody' | 'invited' | 'domains'
  readonly strong: boolean
  readonly shown: boolean
  readonly enabled: boolean
}

/** A domain that providers name, as `GET /security/domains` tells it. */
export interface IdentityDomain {
  readonly domain: string
  readonly counts: boolean
  readonly provedAt: string | null
  readonly record: { readonly name: string; readonly value: string }
}

function useSecurity<Data>(path: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['security', path],
    queryFn: async ({ signal }) => (await api.get<{ data: Data }>(path, { signal })).data,
  })
}

export const usePolicy = () => useSecurity<Policy>('/security/policy')
export const useProviders = () => useSecurity<readonly Provider[]>('/security/providers')
export const useDomains = () => useSecurity<readonly IdentityDomain[]>('/security/domains')

/** Texts of a field that takes several, by spaces, commas or lines. */
export function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}
