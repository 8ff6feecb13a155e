import { useEffect, useState } from 'react'
import { useApi } from '../client/client-context.tsx'
import type { CountedFacet } from './list-facets.ts'

/**
 * The facets of a list, counted after its rows were shown: about, at once, where that is quicker, and then exactly. Those
 * of the question before stay until the new ones are here. `asked` is the query of
 * the rows, and when they came.
 */
export function useFacets({
  path,
  tokens,
  asked,
}: {
  path: string
  tokens: readonly string[]
  asked: { readonly query: string; readonly at: number } | undefined
}): readonly CountedFacet[] | undefined {
  const api = useApi()
  const [counted, setCounted] = useState<readonly CountedFacet[]>()
  const names = tokens.join(',')
  useEffect(() => {
    if (!asked) return
    if (names === '') return setCounted([])
    const leaving = new AbortController()
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const count = async (estimate: boolean) => {
      const { facets = [] } = await api.get<{ facets?: readonly CountedFacet[] }>(path, {
        query: { q: asked.query, facets: names.split(','), limit: 0, zone, ...(estimate && { estimate }) },
        signal: leaving.signal,
      })
      if (leaving.signal.aborted) return
      setCounted(facets)
      if (facets.some(({ isExact }) => isExact === false)) await count(false)
    }
    // The rows tell what is wrong with a query; without counts the facets stay as they are.
    count(true).catch(() => setCounted((now) => now ?? []))
    return () => leaving.abort()
  }, [path, names, asked])
  return counted
}
