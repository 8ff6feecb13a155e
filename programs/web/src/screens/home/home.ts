import { type Api, type SeverityName, useApi, useClient, useLiveEvent } from '@holdfast/design'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/** The start page in one answer, as `GET /home` tells it. */
export interface Home {
  readonly assets: { readonly total: number; readonly judged: number; readonly notSeen: number }
  readonly open: Readonly<Record<SeverityName, number>>
  readonly notAssessed: number
  readonly doNow: readonly {
    readonly check: string
    readonly title: string
    readonly severity: SeverityName
    readonly why: string
    readonly remedy: string
    readonly findings: number
    readonly assets: number
    readonly since: string
    readonly query: string
  }[]
  readonly sources: {
    readonly total: number
    readonly well: number
    readonly silent: number
    readonly neverHeard: number
    readonly words: string
  }
  readonly happened: readonly {
    readonly at: string
    readonly kind: 'opened' | 'reopened' | 'fixed' | 'disposition' | 'enrolled'
    readonly title: string
    /** What decided, where it happened once. */
    readonly summary: string | null
    readonly check: string | null
    readonly times: number
    readonly severity: SeverityName | null
    readonly asset: { readonly id: string; readonly name: string } | null
    readonly finding: string | null
  }[]
  readonly testedAt: string | null
}

const homeQuery = (api: Api) =>
  queryOptions({
    queryKey: ['home'],
    queryFn: async ({ signal }) => (await api.get<{ data: Home }>('/home', { signal })).data,
  })

/** False where no check has run on anything so far: then nothing is clean, whatever a list is empty of. Undefined while that is not known. */
export function useWasJudged(): boolean | undefined {
  const { api, may } = useClient()
  const { data } = useQuery({
    ...homeQuery(api),
    enabled: may('home:read'),
    refetchInterval: ({ state }) => (state.data?.testedAt === null ? unjudgedPauseMs : false),
  })
  return data && data.testedAt !== null
}

const unjudgedPauseMs = 3_000

/** A busy host changes many times a second; so often Home asks at most. */
const pauseMs = 1_000

/** The start page's facts; they change on screen while one looks. */
export function useHome() {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const renew = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: ['home'] }, { cancelRefetch: false })
    }, pauseMs)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useLiveEvent('finding.', renew)
  useLiveEvent('asset.', renew)
  useLiveEvent('source.', renew)
  return useQuery(homeQuery(useApi()))
}
