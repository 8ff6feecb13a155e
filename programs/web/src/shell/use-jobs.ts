import { type Job, toast, useApi, useClient, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'

/** A job as the server tells it. */
interface ToldJob {
  readonly id: string
  readonly title: string
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly phase: string
  readonly message: string
  readonly done: number
  readonly total: number | null
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly error: string | null
}

/** The jobs of the tenant, newest first, as the tray shows them. */
export function useJobs(): { jobs: readonly Job[]; cancel: (id: string) => void } {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  useLiveEvent('job.', () => void queries.invalidateQueries({ queryKey: ['jobs'] }))
  const { data } = useQuery({
    queryKey: ['jobs'],
    enabled: may('jobs:read'),
    queryFn: ({ signal }) => api.get<{ data: readonly ToldJob[] }>('/jobs', { signal }),
  })
  const cancel = (id: string) => {
    api
      .send('POST', `/jobs/${encodeURIComponent(id)}/cancel`)
      .catch((error: Error) => toast({ tone: 'failed', message: error.message }))
  }
  return { jobs: (data?.data ?? []).map(toJob), cancel }
}

function toJob({ id, title, state, phase, message, done, total, startedAt, finishedAt, error }: ToldJob): Job {
  const movedAt = finishedAt ?? startedAt
  return {
    id,
    title,
    state: state === 'cancelled' ? 'failed' : state,
    phase: error ?? (state === 'cancelled' ? 'cancelled' : message || phase || state),
    done,
    ...(total !== null && { total }),
    ...(movedAt !== null && { movedAt }),
  }
}
