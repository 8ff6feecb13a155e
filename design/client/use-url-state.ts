import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { readUrl, type UrlCodec, type UrlState, writeUrl } from './url-codec.ts'

/**
 * State that lives in the address bar, so that back, reload and a shared link keep it. `codecs` must be a constant of the
 * module. A change makes an entry in the history; with `replace` it takes the place of the present one.
 */
export function useUrlState<C extends Record<string, UrlCodec<unknown>>>(
  codecs: C,
): readonly [UrlState<C>, (change: Partial<UrlState<C>>, options?: { replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const state = useMemo(() => readUrl(codecs, search), [codecs, search])
  const set = useCallback(
    (change: Partial<UrlState<C>>, options: { replace?: boolean } = {}) => {
      const next = (present: Record<string, unknown>) =>
        writeUrl(codecs, { ...readUrl(codecs, present), ...change }, present)
      void navigate({ to: '.', search: next as never, replace: options.replace ?? false })
    },
    [codecs, navigate],
  )
  return [state, set]
}
