import { plural, RequestProblem, toast, useApi } from '@holdfast/design'

/** Ends a decision, one about many by a job: what it held for counts as open again, and its history stays. */
export function useRevoke(onDone: () => void): (exception: string) => Promise<void> {
  const api = useApi()
  return async (exception) => {
    const path = `/exceptions/${encodeURIComponent(exception)}`
    try {
      const { body, etag } = await api.getTagged<{ data: { selection: object | null } }>(path)
      if (body.data.selection) {
        const { data } = await api.send<{ data: { findings: number } }>('POST', `${path}/undo`)
        onDone()
        toast({ message: `Opening ${plural(data.findings, 'finding')} again; the jobs show how far it is` })
        return
      }
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
