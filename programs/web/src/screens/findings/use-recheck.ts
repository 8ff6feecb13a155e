import { plural, RequestProblem, toast, useApi } from '@holdfast/design'
import { useState } from 'react'

/** Asks all sources of an asset to look now; what they find appears by itself. */
export function useRecheck(asset: { readonly id: string; readonly name: string }): {
  busy: boolean
  recheck: () => Promise<void>
} {
  const api = useApi()
  const [busy, setBusy] = useState(false)
  async function recheck() {
    setBusy(true)
    try {
      const { data } = await api.send<{ data: readonly unknown[] }>(
        'POST',
        `/assets/${encodeURIComponent(asset.id)}/collect`,
        {},
      )
      toast({ message: `Asked ${plural(data.length, 'source')} of ${asset.name} to look now` })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ message: error.message, tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }
  return { busy, recheck }
}
