import { useLiveEvent } from '@holdfast/design'
import { useRef } from 'react'

/** Calls once a job has ended, however it did. The newest job that is watched is the one. */
export function useFinishedJob(): (job: string, onEnd: () => void) => void {
  const watched = useRef<{ readonly job: string; readonly onEnd: () => void } | undefined>(undefined)
  useLiveEvent('job.changed', ({ body }) => {
    const { job, state } = body as { readonly job: string; readonly state: string }
    if (job !== watched.current?.job || state === 'queued' || state === 'running') return
    watched.current.onEnd()
    watched.current = undefined
  })
  return (job, onEnd) => {
    watched.current = { job, onEnd }
  }
}
