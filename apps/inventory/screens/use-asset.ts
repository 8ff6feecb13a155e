import { exactly, useApi } from '@holdfast/design'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Assessments, Asset, FactChange, FactName, Facts, FindingRow, Identity } from './asset.ts'
import { useRenewal } from './use-renewal.ts'

const pathOf = (id: string, rest = '') => `/assets/${encodeURIComponent(id)}${rest}`

/** One asset, and all that is asked of it: renewed when the server tells that it changed. */
export function useAsset(id: string) {
  const api = useApi()
  useRenewal(id)
  return useQuery({
    queryKey: ['asset', id],
    queryFn: async ({ signal }) => (await api.get<{ data: Asset }>(pathOf(id), { signal })).data,
  })
}

function useOfAsset<Answer>(id: string, name: string, path: string, query: Readonly<Record<string, string>> = {}) {
  const api = useApi()
  return useQuery({
    queryKey: ['asset', id, name, query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await api.get<{ data: Answer }>(path, { query, signal })).data,
  })
}

export function useIdentity(id: string) {
  return useOfAsset<Identity>(id, 'identity', pathOf(id, '/identity'))
}

export function useAssessments(id: string) {
  return useOfAsset<Assessments>(id, 'assessments', pathOf(id, '/assessments'))
}

export function useFactNames(id: string) {
  return useOfAsset<readonly FactName[]>(id, 'fact-names', pathOf(id, '/fact-names'))
}

export function useFacts(id: string, ...facts: readonly string[]) {
  return useOfAsset<Facts>(id, 'facts', pathOf(id, '/facts'), { facts: facts.join(',') })
}

export function useChanges(id: string, span: { readonly from: string; readonly until: string | undefined }) {
  const query = { from: span.from, ...(span.until !== undefined && { until: span.until }), limit: '1000' }
  return useOfAsset<readonly FactChange[]>(id, 'changes', pathOf(id, '/changes'), query)
}

/** Findings of the asset, worst first; `total` counts beyond the hundred that come along. */
export function useFindings(id: string, query: string) {
  const api = useApi()
  const q = `asset.id:${exactly(id)}${query === '' ? '' : ` and ${query}`}`
  return useQuery({
    queryKey: ['asset', id, 'findings', q],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ data: readonly FindingRow[]; page: { total?: number } }>('/findings', {
        query: { q, sort: '-severity', limit: 100 },
        signal,
      })
      return { rows: answer.data, total: answer.page.total ?? answer.data.length, query: q }
    },
  })
}
