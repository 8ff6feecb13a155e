import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import type { PolicyRule } from './policy-rules.ts'

/** The rules in their order. */
export function usePolicyRules() {
  const api = useApi()
  return useQuery({
    queryKey: ['ticket-policy'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: { rules: readonly PolicyRule[] } }>('/ticket-policy', { signal })).data.rules,
  })
}
