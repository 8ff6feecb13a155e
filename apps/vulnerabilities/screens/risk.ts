import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** What the risk score of an asset is made of, as `GET /vulnerabilities/scores/assets/:asset` tells it. */
export interface Risk {
  /** 0–1000. */
  readonly score: number
  readonly band: 'severe' | 'high' | 'medium' | 'low'
  readonly criticality: number
  readonly findings: number
  /** What was above 1000 and cut off. */
  readonly cut: number
  readonly terms: readonly {
    readonly class: 'critical' | 'high' | 'medium' | 'low'
    readonly count: number
    readonly mean: number | null
    readonly weight: number
    readonly points: number
  }[]
  readonly fixes: readonly {
    readonly package: string
    readonly words: readonly string[]
    readonly count: number
    readonly scoreAfter: number
    readonly fall: number
  }[]
}

export function useRisk(asset: string, enabled: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['risk', asset],
    enabled,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: Risk }>(`/vulnerabilities/scores/assets/${encodeURIComponent(asset)}`, { signal })).data,
  })
}

/** `2 findings of class critical, 893 on average, × 1 × criticality 3`, for each class that has any. */
export function whyRisk({ terms, criticality }: Pick<Risk, 'terms' | 'criticality'>): readonly string[] {
  return terms
    .filter(({ count }) => count > 0)
    .map(
      ({ class: name, count, mean, points }) =>
        `${count} ${name}, on average ${Math.round(mean ?? 0)} of 1000, at criticality ${criticality}: ${Math.round(points)}`,
    )
}
