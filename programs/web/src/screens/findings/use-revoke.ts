import { plural, RequestProblem, toast, useApi } from '@holdfast/design'

/** Ends a decision: what it held for counts as open again, and its history stays. */
export function useRevoke(onDone: () => void): (exception: string) => Promise<void> {
  const api = useApi()
  return async (exception) => {
    const path = `/exceptions/${encodeURIComponent(exception)}`
    try {
      const { etag } = await api.getTagged(path)
      const { data } = await api.send<{ data: { findings: number } }>('DELETE', path, undefined, {
        ...(etag !== undefined && { ifMatch: etag }),
      })
      onDone()
      toast({ message: `${plural(data.findings, 'finding')} ${data.findings === 1 ? 'is' : 'are'} open again` })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ message: error.message, tone: 'failed' })
    }
  }
}
