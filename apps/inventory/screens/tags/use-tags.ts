import { RequestProblem, toast, useApi } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Membership, Tag } from './tag.ts'

/** The tags of an asset with their reasons; renewed with everything else that is asked of the asset. */
export function useMemberships(asset: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['asset', asset, 'tags'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly Membership[] }>(`/assets/${encodeURIComponent(asset)}/tags`, { signal })).data,
  })
}

/** All tags of the tenant. */
export function useTags(when = true) {
  const api = useApi()
  return useQuery({
    queryKey: ['tags'],
    enabled: when,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Tag[] }>('/tags', { signal })).data,
  })
}

/** Gives a static tag to an asset, or takes it, with a way back. */
export function useChangeTag(asset: string) {
  const api = useApi()
  const queries = useQueryClient()
  const path = `/assets/${encodeURIComponent(asset)}/tags`
  const renew = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['asset', asset] }),
      queries.invalidateQueries({ queryKey: ['tags'] }),
    ])
  const give = (tag: string) => api.send('POST', path, { tag })
  const take = (tag: string) => api.send('DELETE', `${path}/${encodeURIComponent(tag)}`, undefined, { ifMatch: '*' })
  return async (kind: 'give' | 'take', { id, name }: { readonly id: string; readonly name: string }) => {
    try {
      await (kind === 'give' ? give(id) : take(id))
      await renew()
      toast({
        message: kind === 'give' ? `Tagged “${name}”` : `Took “${name}” from it`,
        undo: () => void (kind === 'give' ? take(id) : give(id)).then(renew, () => {}),
      })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    }
  }
}
