import type { Api } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

export type Way = 'totp' | 'recovery' | 'passkey'

/** What this door can offer, as `GET /session/ways` tells it. */
export interface Ways {
  readonly passwords: boolean
  readonly passkeys: boolean
  readonly whyNoPasskeys: string | null
  readonly providers: readonly { readonly id: string; readonly name: string }[]
  /** There are others, which the domain of an address finds. */
  readonly byDomain: boolean
  /** Of a sign-in that this browser has on its way. */
  readonly pending: readonly Way[] | null
}

/** What follows from something that was proved. */
export interface SignInAnswer {
  readonly data: { readonly state: 'signed-in' | 'set-up' | 'second-factor'; readonly ways: readonly Way[] }
}

export function useWays(api: Api) {
  return useQuery({
    queryKey: ['sign-in-ways'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.get<{ data: Ways }>('/session/ways', { signal })).data,
  })
}

/** What an identity provider's refusal means, by the code in the address. */
export const refusals: Readonly<Record<string, string>> = {
  'provider-refused':
    'The identity provider gave no valid answer, or it took too long. Try again; whoever set it up can test it under Security.',
  'not-known-here': 'The provider knows you, but nobody here is bound to that account. Ask for an invitation.',
  'already-exists': 'That account is bound to somebody else here.',
  'address-not-allowed': 'Your organisation lets nobody in from this address.',
  'sign-in-refused': 'You may not sign in here any more. Ask whoever manages people.',
}
