import { RequestProblem, useApi } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

export interface Passkey {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly backedUp: boolean
  readonly createdAt: string
  readonly usedAt: string | null
}

/** What one has set up for signing in, as `GET /account/sign-in` tells it. */
export interface OwnMeans {
  readonly signInName: string | null
  readonly passwordChangedAt: string | null
  readonly totp: boolean
  readonly recoveryLeft: number
  readonly passkeys: readonly Passkey[]
  readonly identities: readonly {
    readonly issuer: string
    readonly createdAt: string
    readonly usedAt: string | null
  }[]
  readonly providers: readonly { readonly id: string; readonly name: string; readonly issuer: string }[]
  readonly proved: boolean
}

export function useOwnMeans() {
  const api = useApi()
  return useQuery({
    queryKey: ['own-means'],
    queryFn: async ({ signal }) => (await api.get<{ data: OwnMeans }>('/account/sign-in', { signal })).data,
  })
}

/** Carries out a change of one's account. */
export type Change = (work: () => Promise<void>) => Promise<void>

/**
 * Changes want a fresh proof: where one is missing, what was to be done waits until it is given. `problem` is what the
 * server said to the last change.
 */
export function useChange() {
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState<() => Promise<void>>()
  const [problem, setProblem] = useState<string>()

  const change: Change = async (work) => {
    setProblem(undefined)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: ['own-means'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      if (cause.code === 'prove-again') setWaiting(() => work)
      else setProblem(cause.message)
    }
  }
  return {
    change,
    problem,
    isWaiting: waiting !== undefined,
    async goOn() {
      const work = waiting
      setWaiting(undefined)
      if (work) await change(work)
    },
    forget: () => setWaiting(undefined),
  }
}
