import { exactly, type SeverityName, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** One package over all assets, as `GET /vulnerabilities/packages/:ecosystem/:name` tells it. */
export interface Package {
  readonly ecosystem: string
  readonly name: string
  readonly sources: readonly string[]
  readonly places: readonly string[]
  readonly assets: number
  readonly releases: readonly PackageRelease[]
  readonly advisories: readonly PackageAdvisory[]
  readonly advisoryCount: number
  readonly findings: {
    readonly open: Readonly<Record<SeverityName, number>>
    readonly excepted: number
    readonly fixed: number
    readonly firstFoundAt: string | null
    readonly weeks: readonly PackageWeek[]
  }
}

export interface PackageRelease {
  readonly ecosystem: string
  readonly clearing: Clearing
  readonly versions: readonly PackageVersion[]
}

export interface Clearing {
  readonly version: string | null
  readonly stays: number
}

export interface PackageVersion {
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly assets: number
  readonly affected: number
  readonly undecided: number
  readonly unspoken: string | null
  readonly clearing: Clearing
}

export interface PackageAdvisory {
  readonly name: string
  readonly title: string
  readonly severity: SeverityName
  readonly exploited: boolean
  readonly epss: number | null
  readonly releases: readonly {
    readonly ecosystem: string
    readonly affected: readonly string[]
    readonly others: readonly string[]
    readonly fixed: readonly string[]
    readonly fix: string | null
  }[]
}

export interface PackageWeek {
  /** Its Monday: `2026-11-23`. */
  readonly week: string
  readonly found: number
  readonly fixed: number
}

export function usePackage(ecosystem: string, name: string) {
  const api = useApi()
  const path = `/vulnerabilities/packages/${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}`
  return useQuery({
    queryKey: ['package', ecosystem, name],
    queryFn: async ({ signal }) => (await api.get<{ data: Package }>(path, { signal })).data,
  })
}

/** All its findings, wherever on an asset it lies. */
export function findingsAt(places: readonly string[]): string {
  const named = places.map((place) => exactly(place))
  return `package:${named.length === 1 ? named[0] : `[${named.join(', ')}]`}`
}
