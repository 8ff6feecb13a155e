import { useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { useSettled } from '../../language/use-settled.ts'

/** How many open findings a query takes that is being written; an empty one takes all. */
export function useOpenFindings(query: string) {
  const api = useApi()
  const asked = useSettled(query.trim())
  return useQuery({
    queryKey: ['open-findings', asked],
    retry: false,
    queryFn: async ({ signal }) => {
      const q = asked === '' ? 'status:open' : `(${asked}) and status:open`
      const { page } = await api.get<{ page: { total?: number } }>('/findings', { signal, query: { q, limit: 1 } })
      return page.total ?? 0
    },
  })
}
