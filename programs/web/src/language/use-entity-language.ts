import { type EntityLanguage, useApi } from '@holdfast/design'
import type { EntitySpec } from '@holdfast/platform/search/language'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

/** The language over an entity: its description from the server, its grammar from a file that only lists need. */
export function useEntityLanguage(entity: string): EntityLanguage | null {
  const api = useApi()
  const spec = useQuery({
    queryKey: ['language', entity],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.get<{ data: EntitySpec }>(`/query/${entity}`, { signal }),
  }).data
  const grammar = useQuery({
    queryKey: ['grammar'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => import('./entity-language.ts'),
  }).data
  return useMemo(() => (spec && grammar ? grammar.entityLanguage(spec.data, api) : null), [spec, grammar, api])
}
