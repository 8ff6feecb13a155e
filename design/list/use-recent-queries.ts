import { useCallback } from 'react'
import { usePreference } from '../theme/use-preference.ts'

const none: readonly string[] = []

/** The last queries over an entity, newest first, on this device. */
export function useRecentQueries(entity: string): readonly [readonly string[], (query: string) => void] {
  const [recent, set] = usePreference<readonly string[]>(`recent.${entity}`, none)
  const remember = useCallback(
    (query: string) => {
      if (query.trim() === '' || query.length > 500) return
      set([query, ...recent.filter((other) => other !== query)].slice(0, 12))
    },
    [recent, set],
  )
  return [recent, remember]
}
