import { useEffect, useMemo, useState } from 'react'
import type { QueryLanguage, Suggestion } from './query-language.ts'

const none: readonly Suggestion[] = []

/**
 * Asks the language what could come next. The last answer stays until the next one is there, so the list does not flicker. `recent` may be
 * another list at each call: were it a reason to ask again, setting the answer would be one too, without end.
 */
export function useSuggestions(ask: {
  language: QueryLanguage
  text: string
  caret: number
  recent: readonly string[]
  when: boolean
}): readonly Suggestion[] {
  const { language, text, caret, recent, when } = ask
  const [found, setFound] = useState<readonly Suggestion[]>(none)
  useEffect(() => {
    if (!when) return setFound(none)
    const stop = new AbortController()
    Promise.resolve()
      .then(() => language.complete(text, caret, stop.signal))
      .then((suggestions) => {
        if (!stop.signal.aborted) setFound(suggestions)
      })
      // Suggestions are a courtesy: where they cannot be had, one types on without.
      .catch(() => !stop.signal.aborted && setFound(none))
    return () => stop.abort()
  }, [language, text, caret, when])
  return useMemo(() => {
    if (!when) return none
    const before = text.trim() === '' ? recent.slice(0, 5).map((query) => toRecent(query, text.length)) : none
    return [...before, ...found].slice(0, 30)
  }, [found, recent, text, when])
}

function toRecent(query: string, length: number): Suggestion {
  return { text: query, start: 0, end: length, kind: 'recent' }
}
