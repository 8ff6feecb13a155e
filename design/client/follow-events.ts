import type { Api } from './api.ts'
import { createEventReader, type ServerEvent } from './event-lines.ts'
import { RequestProblem } from './request-problem.ts'

export type StreamState = 'connecting' | 'live' | 'offline'

export interface FollowOptions {
  readonly api: Api
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly onEvent: (event: ServerEvent) => void
  readonly onState: (state: StreamState) => void
  /** A stream that says nothing for so long is dead; the server beats every 15 seconds. */
  readonly silenceMs?: number
  /** First pause before coming back; it doubles up to thirty seconds. */
  readonly pauseMs?: number
}

/**
 * Follows a stream of events until it is told to stop: comes back after every break, and goes on after the last event it
 * has seen (`Last-Event-ID`). Ends by itself only when the server no longer knows us.
 */
export async function followEvents(options: FollowOptions): Promise<void> {
  const { signal, onState, pauseMs = 1_000 } = options
  let lastId = ''
  let pause = pauseMs
  onState('connecting')
  while (!signal.aborted) {
    try {
      await readOnce(options, lastId, (event) => {
        if (event.id !== '') lastId = event.id
        pause = pauseMs
      })
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof RequestProblem && (error.status === 401 || error.status === 403)) return onState('offline')
    }
    if (signal.aborted) return
    onState('offline')
    await sleep(pause * (0.75 + Math.random() / 2), signal)
    pause = Math.min(30_000, pause * 2)
  }
}

async function readOnce(options: FollowOptions, lastId: string, seen: (event: ServerEvent) => void): Promise<void> {
  const { api, path, query, onEvent, onState, silenceMs = 45_000 } = options
  const dead = new AbortController()
  const signal = AbortSignal.any([options.signal, dead.signal])
  const response = await api.open(path, {
    query,
    signal,
    headers: { accept: 'text/event-stream', ...(lastId !== '' && { 'last-event-id': lastId }) },
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  onState('live')
  const readEvents = createEventReader()
  let timer = setTimeout(() => dead.abort(), silenceMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      clearTimeout(timer)
      timer = setTimeout(() => dead.abort(), silenceMs)
      for (const event of readEvents(value)) {
        seen(event)
        onEvent(event)
      }
    }
  } finally {
    clearTimeout(timer)
    dead.abort()
  }
}

function sleep(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, millis)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
