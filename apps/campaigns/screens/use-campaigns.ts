import { useApi, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { AssetOfCampaign, CampaignRow, Guests, PackRow, WholeCampaign } from './campaign.ts'

const pauseMs = 400

function useAsked<Answer>(path: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['campaigns', path],
    queryFn: async ({ signal }) => (await api.get<{ data: Answer }>(path, { signal })).data,
  })
}

export const useCampaigns = () => useAsked<readonly CampaignRow[]>('/campaigns')
export const usePacks = () => useAsked<readonly PackRow[]>('/campaigns/packs')
export const useGuests = () => useAsked<Guests>('/campaigns/guests')
export const useCampaign = (id: string) => useAsked<WholeCampaign>(`/campaigns/${encodeURIComponent(id)}`)
export const useWorstAssets = (id: string, limit: number) =>
  useAsked<readonly AssetOfCampaign[]>(`/campaigns/${encodeURIComponent(id)}/assets?limit=${limit}`)

/** Asks everything about campaigns anew, after a change of one's own. */
export function useRenewCampaigns(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['campaigns'] })
}

/** Keeps everything about campaigns true while the screen is open. */
export function useLiveCampaigns(): void {
  const renew = useRenewCampaigns()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLiveEvent('campaign.', () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void renew(), pauseMs)
  })
}
