import { useApi, useLiveEvent } from '@holdfast/design'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Preview, Tag } from './tag.ts'

const pauseMs = 500

/** All tags of the tenant: renewed when one of them, or who has it, changes. */
export function useTags() {
  const api = useApi()
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLiveEvent('tag.', () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void queries.invalidateQueries({ queryKey: ['tags'] }), pauseMs)
  })
  return useQuery({
    queryKey: ['tags'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Tag[] }>('/tags', { signal })).data,
  })
}

/** One tag with what a change of it must name. */
export function useTag(id: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['tags', id],
    queryFn: async ({ signal }) => {
      const { body, etag } = await api.getTagged<{ data: Tag }>(`/tags/${encodeURIComponent(id)}`, { signal })
      return { tag: body.data, etag }
    },
  })
}

/** Whom a query would give a tag to. Nothing is asked for an empty one. */
export function usePreview(query: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['tag-preview', query],
    enabled: query.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async () => (await api.send<{ data: Preview }>('POST', '/tags/preview', { query })).data,
  })
}
