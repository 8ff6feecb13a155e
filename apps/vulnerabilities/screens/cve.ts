import { exactly, type SeverityName, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** One vulnerability, as `GET /vulnerabilities/cves/:cve` tells it. */
export interface Cve {
  readonly name: string
  readonly title: string
  readonly severity: SeverityName
  readonly words: string
  readonly remedy: string
  readonly cvss: number | null
  readonly vector: string | null
  readonly epss: number | null
  readonly exploited: boolean
  readonly exploitedSince: string | null
  readonly due: string | null
  readonly ransomware: boolean
  readonly published: string | null
  readonly weaknesses: readonly string[]
  readonly sources: readonly { readonly title: string; readonly url?: string }[]
  readonly advisories: readonly { readonly feed: string; readonly advisory: string; readonly withdrawn: boolean }[]
  readonly assets: number
  readonly software: readonly ExposedSoftware[]
  readonly findings: { readonly open: number; readonly excepted: number; readonly fixed: number }
}

export interface ExposedSoftware {
  readonly name: string
  readonly version: string
  readonly ecosystem: string
  readonly purl: string
  readonly verdict: 'affected' | 'not-assessed'
  readonly fixed: readonly string[]
  readonly words: string
  readonly assets: number
}

/** What was installed at a time is compared; undefined for now. */
export function useCve(name: string, at: string | undefined) {
  const api = useApi()
  const query = at === undefined ? {} : { asOf: at }
  return useQuery({
    queryKey: ['cve', name, at],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: Cve }>(`/vulnerabilities/cves/${encodeURIComponent(name)}`, { query, signal })).data,
  })
}

export const cveAddress = (name: string) => `/vulnerabilities/cve/${encodeURIComponent(name)}`

/** Everything that has, or had at a time, exactly this software. */
export const holdersQuery = ({ purl }: Pick<ExposedSoftware, 'purl'>, at: string | undefined) =>
  `software:(purl:${exactly(purl)})${at === undefined ? '' : ` as of ${at}`}`
