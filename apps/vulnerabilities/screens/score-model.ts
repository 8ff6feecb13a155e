import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** The formula of the score, as `GET /vulnerabilities/score-model` tells it. */
export interface ScoreModelTold {
  readonly version: string
  readonly title: string
  readonly scale: number
  readonly terms: readonly Term[]
  readonly place: readonly {
    readonly id: string
    readonly title: string
    readonly unit: string
    readonly reason: string
    readonly bounds: Bounds
    readonly levels: readonly { readonly level: string; readonly factor: number; readonly published: number }[]
  }[]
  readonly changes: readonly string[]
  readonly changedAt: string | null
}

export interface Term {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly reason: string
  readonly weight: number
  readonly published: number
  readonly bounds: Bounds
}

interface Bounds {
  readonly least: number
  readonly most: number
}

export function useScoreModel() {
  const api = useApi()
  return useQuery({
    queryKey: ['score-model'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: ScoreModelTold }>('/vulnerabilities/score-model', { signal })).data,
  })
}
