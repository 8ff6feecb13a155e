import type { Selection } from '@holdfast/design'
import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

/** Which findings a decision is about, as the server takes it. */
export interface ChosenFindings {
  readonly q: string
  readonly zone: string
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}

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

/** The rows that are chosen, or all that match except those taken out again. Rows that were chosen stay chosen when the query no longer finds them. */
export function chosenFindings(selection: Selection, query: string): ChosenFindings {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!selection.all) return { q: '', zone, only: [...selection.ids] }
  return { q: query, zone, ...(selection.ids.size > 0 && { except: [...selection.ids] }) }
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
