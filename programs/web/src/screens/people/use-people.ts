import { useApi, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Grant, Invitation, Member, Role } from './person.ts'
import type { Unit } from './sight.ts'

function useList<Item>(path: string, enabled = true) {
  const api = useApi()
  return useQuery({
    queryKey: ['people', path],
    enabled,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Item[] }>(path, { signal })).data,
  })
}

export const useMembers = () => useList<Member>('/members')
export const useRoles = () => useList<Role>('/roles')
export const useGrants = (enabled: boolean) => useList<Grant>('/grants', enabled)
export const useUnits = () => useList<Unit>('/units')
export const useInvitations = () => useList<Invitation>('/people/invitations')

/** Asks all three lists anew: by hand after a change of one's own, by itself after somebody else's. */
export function useRenewPeople(): () => Promise<void> {
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['people'] })
  useLiveEvent('member.', () => void renew())
  useLiveEvent('role.', () => void renew())
  useLiveEvent('unit.', () => void renew())
  return renew
}

/** Changes something that is guarded by its ETag: what is there now is read first. */
export function useGuardedSend(): (method: 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<void> {
  const api = useApi()
  return async (method, path, body) => {
    const { etag } = await api.getTagged(path)
    await api.send(method, path, body, { ...(etag !== undefined && { ifMatch: etag }) })
  }
}
