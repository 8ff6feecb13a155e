import { useApi, useLiveEvent } from '@holdfast/design'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Alert, Channel, ChannelName, Delivery, Preview, Told } from './alert.ts'

const pauseMs = 400

function useList<Item>(path: string, enabled = true) {
  const api = useApi()
  return useQuery({
    queryKey: ['alerts', path],
    enabled,
    queryFn: async ({ signal }) => (await api.get<{ data: Item }>(path, { signal })).data,
  })
}

export const useAlerts = () => useList<readonly Alert[]>('/alerts')
export const useChannels = (enabled = true) => useList<readonly Channel[]>('/channels', enabled)
/** What channels there are, for who may not see where they lead. */
export const useChannelNames = (enabled: boolean) => useList<readonly ChannelName[]>('/alerts/channels', enabled)
export const useDeliveries = (enabled = true) => useList<readonly Delivery[]>('/deliveries?limit=200', enabled)
export const useDelivery = (id: string) => useList<Delivery>(`/deliveries/${encodeURIComponent(id)}`)
export const useTold = (alert: string) => useList<Told>(`/alerts/${encodeURIComponent(alert)}/items`)

/** Asks everything about alerts anew, after a change of one's own. */
export function useRenewAlerts(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['alerts'] })
}

/** Keeps everything about alerts true. The screen listens, whatever drawer is open on it: one that closes must not take along what it heard. */
export function useLiveAlerts(): void {
  const renew = useRenewAlerts()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const soon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void renew(), pauseMs)
  }
  useLiveEvent('alert.', soon)
  useLiveEvent('delivery.', soon)
  useLiveEvent('channel.', soon)
}

/** Changes something that is guarded by its ETag: what is there now is read first. */
export function useGuardedSend() {
  const api = useApi()
  return async <T>(method: 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> => {
    const { etag } = await api.getTagged(path)
    return api.send<T>(method, path, body, { ...(etag !== undefined && { ifMatch: etag }) })
  }
}

/** What an alert would have to say. */
export function usePreview(list: string, query: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['alert-preview', list, query],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async () => (await api.send<{ data: Preview }>('POST', '/alerts/preview', { list, query })).data,
  })
}
