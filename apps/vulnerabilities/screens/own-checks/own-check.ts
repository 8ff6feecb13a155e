import { addressOf, exactly, type SeverityName, useApi } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'

/** A check that the tenant made, as `GET /vulnerabilities/own-checks` tells it. */
export interface OwnCheck {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly severity: SeverityName
  readonly tag: { readonly id: string; readonly path: string; readonly query: string | null }
  readonly why: string
  readonly remedy: string
  readonly cves: readonly string[]
  readonly assets: number
  readonly createdAt: string
}

export function useOwnChecks() {
  const api = useApi()
  return useQuery({
    queryKey: ['own-checks'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly OwnCheck[] }>('/vulnerabilities/own-checks', { signal })).data,
  })
}

export function useRenewOwnChecks(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['own-checks'] })
}

/** The assets that carry the tag of a check. */
export function assetsOf({ tag }: OwnCheck): string {
  return addressOf('/inventory', { q: `tags = ${exactly(tag.path)}` })
}
