import { useQuery } from '@tanstack/react-query'
import { useApi, useClient } from '../client/client-context.tsx'

export type PushedKind = 'tag' | 'view' | 'role' | 'alert' | 'board'

/** Something that a provider pushed, as `GET /tenant/pushed` tells it. */
export interface Pushed {
  readonly kind: string
  readonly id: string
  readonly from: string
  readonly blueprint: string
  /** The provider alone changes it, as long as their grant lives. */
  readonly locked: boolean
}

/** What of this tenant came from a provider; nothing where one may not know. */
export function usePushed(kind: PushedKind, id: string | undefined): Pushed | undefined {
  const api = useApi()
  const { may } = useClient()
  const { data } = useQuery({
    queryKey: ['tenant', '/tenant/pushed'],
    enabled: may('tenant:read'),
    staleTime: 15_000,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Pushed[] }>('/tenant/pushed', { signal })).data,
  })
  return data?.find((each) => each.kind === kind && each.id === id)
}

/** Why it cannot be changed here; undefined where it can. */
export function fixedBy(pushed: Pushed | undefined): string | undefined {
  return pushed?.locked ? `it is from ${pushed.from}, who change it with their next push` : undefined
}
