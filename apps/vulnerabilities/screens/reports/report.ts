import { addressOf, exactly, useApi } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'

/** What reports of one name say now, as `GET /vulnerabilities/reports` tells it. */
export interface Report {
  readonly name: string
  readonly assets: number
  readonly findings: number
  readonly observedAt: string
  readonly oldestAt: string
}

/** What became of an imported report. */
export interface Imported {
  readonly name: string
  readonly tool: string
  readonly findings: number
  readonly milder: number
  readonly assetCount: number
  readonly newCount: number
  readonly problems: readonly string[]
}

export function useReports() {
  const api = useApi()
  return useQuery({
    queryKey: ['reports'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly Report[] }>('/vulnerabilities/reports', { signal })).data,
  })
}

export function useRenewReports(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['reports'] })
}

/** Everything that other scanners report and that is open. */
export const reportedFindings = addressOf('/findings', {
  q: '(check:vulnerabilities.reported-* or check:vulnerabilities.nothing-else-is-reported) and status:open',
})

/** The source that stands for reports of a name. */
export function sourceOf({ name }: Report): string {
  return addressOf('/sources', { q: `name = ${exactly(`Report ${name}`)}` })
}
