import type { Api } from '@holdfast/design'
import { RequestProblem, useApi } from '@holdfast/design'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Sight } from '../screens/people/sight.ts'

/** Who is signed in, where, and what they may do: the answer of `GET /session`. */
export interface Session {
  readonly data: {
    readonly person: { readonly id: string; readonly name: string; readonly kind: string }
    readonly tenantKind: string
    /** There is a customer or a demo that this tenant owns. */
    readonly ownsTenants: boolean
    readonly mayOwnDemo: boolean
    /** The provider as whose guest one is in a customer's tenant. */
    readonly guestOf: { readonly id: string; readonly name: string } | null
    /** In a tenant that a guest opened for one campaign: when it ends, and who is told. */
    readonly guest: {
      readonly offer: string
      readonly title: string
      readonly endsAt: string
      readonly address: string | null
      readonly pendingAddress: string | null
    } | null
    readonly role: string | null
    readonly permissions: readonly string[]
    readonly expiresAt: string | null
    /** What one sees of the assets; null for everything. */
    readonly sees: Sight
    /** What must be set up before anything else can be done. */
    readonly lacks?: 'second-factor' | null
    readonly version: string
  }
  readonly tenant: { readonly id: string; readonly name: string }
}

/** Null when nobody is signed in: that is an answer, not a failure. */
export function sessionQuery(api: Api) {
  return queryOptions<Session | null>({
    queryKey: ['session'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Session>('/session', { signal })
      } catch (error) {
        if (error instanceof RequestProblem && error.status === 401) return null
        throw error
      }
    },
  })
}

/** The session that the frame shows; undefined before it is known. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery(useApi())).data ?? undefined
}
