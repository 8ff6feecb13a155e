import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import type { ChosenFindings } from './chosen-findings.ts'

/** What a decision would do: the answer of `POST /findings/decisions/preview`. */
export interface DecisionPreview {
  readonly matching: number
  readonly open: number
  readonly decided: number
  readonly fixed: number
  readonly severities: Readonly<Record<'critical' | 'high' | 'medium' | 'low' | 'info', number>>
  readonly assets: number
  readonly checks: number
  readonly most: readonly { readonly id: string; readonly name: string; readonly findings: number }[]
}

/** Counts anew with every choice. */
export function useDecisionPreview(chosen: ChosenFindings) {
  const api = useApi()
  return useQuery({
    queryKey: ['decision-preview', chosen],
    gcTime: 0,
    queryFn: async ({ signal }) =>
      (await api.send<{ data: DecisionPreview }>('POST', '/findings/decisions/preview', chosen, { signal })).data,
  })
}
