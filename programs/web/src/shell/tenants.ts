import { type Command, RequestProblem, toast, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'

/** A tenant that one can go to, as `GET /session/tenants` tells it. */
export interface ReachableTenant {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly through: string | null
  readonly expiresAt: string | null
}

interface Reachable {
  readonly data: readonly ReachableTenant[]
  readonly total: number
}

/** The tenant that an address is meant for. */
export function tenantOf(search: unknown): string | undefined {
  const id = (search as Record<string, unknown>).tenant
  return typeof id === 'string' && id !== '' ? id : undefined
}

/** The first tenants that one can go to. */
export function useReachable(options: { id?: string; limit: number }) {
  const api = useApi()
  return useQuery({
    queryKey: ['reachable', options],
    queryFn: ({ signal }) => api.get<Reachable>('/session/tenants', { query: { ...options }, signal }),
  })
}

/** Whether there is another tenant than this one to go to. */
export function useSeveralTenants(): boolean {
  return (useReachable({ limit: 2 }).data?.total ?? 0) > 1
}

/** Goes to a tenant, and there to an address; everything that was shown of the one before is forgotten. */
export function useSwitch(): (id: string, to?: string) => Promise<void> {
  const api = useApi()
  return useCallback(
    async (id, to = '/') => {
      // What the page asks of the tenant that it leaves would be refused as soon as the sign-in went on.
      const goOn = await api.pause()
      try {
        await api.send('POST', '/session/tenant', { tenant: id })
      } catch (cause) {
        goOn()
        if (!(cause instanceof RequestProblem)) throw cause
        toast({ tone: 'failed', message: cause.message })
        return
      }
      const url = new URL(to, location.origin)
      url.searchParams.set('tenant', id)
      location.assign(url.pathname + url.search + url.hash)
    },
    [api],
  )
}

/** Where one can be in several tenants, each address says which one it is of, so that it leads back there wherever it is opened. */
export function useKeptTenant(id: string, keeps: boolean): void {
  const navigate = useNavigate()
  const { search, pathname } = useLocation()
  const missing = keeps && tenantOf(search) === undefined
  useEffect(() => {
    if (!missing || pathname === '') return
    const next = (present: Record<string, unknown>) => ({ ...present, tenant: id })
    void navigate({ to: '.', search: next as never, replace: true })
  }, [missing, pathname, id, navigate])
}

/** Finds tenants by parts of their names, as commands that go there. */
export function useTenantSearch(here: string) {
  const api = useApi()
  const goTo = useSwitch()
  return useCallback(
    async (search: string, signal: AbortSignal, limit = 50): Promise<readonly Command[]> => {
      const { data } = await api.get<Reachable>('/session/tenants', { query: { search, limit }, signal })
      return data.filter(({ id }) => id !== here).map((tenant) => commandOf(tenant, goTo))
    },
    [api, goTo, here],
  )
}

export function commandOf({ id, name, kind, through }: ReachableTenant, goTo: (id: string) => Promise<void>): Command {
  return {
    id,
    group: through === null ? 'Your tenants' : `As a guest of ${through}`,
    label: name,
    ...(kind === 'demo' && { detail: 'demo data' }),
    icon: 'buildings',
    run: () => void goTo(id),
  }
}
