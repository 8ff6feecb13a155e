import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useApi } from './client-context.tsx'
import { followEvents, type StreamState } from './follow-events.ts'

/** Something happened on the server: a topic, when, and what the sender says of it. */
export interface LiveEvent {
  readonly topic: string
  readonly at: string
  readonly body: unknown
}

interface Live {
  readonly state: StreamState
  readonly listen: (topic: string, listener: (event: LiveEvent) => void) => () => void
}

const Context = createContext<Live>({ state: 'offline', listen: () => () => {} })

/** A hidden tab gives its stream back after so long; it goes on where it was when it is looked at again. */
const hiddenMs = 60_000

/** Keeps one stream of events for the whole interface. After a gap that cannot be filled, everything is asked anew. */
export function LiveProvider({ path, children }: { path: string; children: ReactNode }) {
  const api = useApi()
  const queries = useQueryClient()
  const [state, setState] = useState<StreamState>('connecting')
  const listeners = useRef(new Map<string, Set<(event: LiveEvent) => void>>())
  const awake = useAwake()

  useEffect(() => {
    if (!awake) return
    const stop = new AbortController()
    let known = false
    followEvents({
      api,
      path,
      signal: stop.signal,
      onState: setState,
      onEvent: ({ event, data }) => {
        // The first `ready` begins; what follows a break is told by the server, or by `anew` when it cannot.
        if (event === 'ready') {
          if (!known) queries.invalidateQueries()
          known = true
        } else if (event === 'anew') queries.invalidateQueries()
        else hand(listeners.current, event, data)
      },
    }).catch(() => setState('offline'))
    return () => stop.abort()
  }, [api, path, queries, awake])

  const listen = useCallback((topic: string, listener: (event: LiveEvent) => void) => {
    const set = listeners.current.get(topic) ?? new Set()
    listeners.current.set(topic, set.add(listener))
    return () => {
      set.delete(listener)
    }
  }, [])

  return <Context value={{ state, listen }}>{children}</Context>
}

export function useLiveState(): StreamState {
  return use(Context).state
}

/** Hears of a topic (`findings.changed`), or of all that begin with it where it ends in a dot (`findings.`). */
export function useLiveEvent(topic: string, listener: (event: LiveEvent) => void): void {
  const { listen } = use(Context)
  const latest = useEffectEvent(listener)
  useEffect(() => listen(topic, (event) => latest(event)), [listen, topic])
}

function hand(listeners: ReadonlyMap<string, ReadonlySet<(event: LiveEvent) => void>>, topic: string, data: string) {
  let told: { at?: unknown; body?: unknown }
  try {
    told = JSON.parse(data)
  } catch {
    return
  }
  const event = { topic, at: String(told.at ?? ''), body: told.body }
  for (const [wanted, set] of listeners) {
    if (wanted === topic || (wanted.endsWith('.') && topic.startsWith(wanted)))
      for (const listener of set) listener(event)
  }
}

function useAwake(): boolean {
  const [awake, setAwake] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onChange = () => {
      clearTimeout(timer)
      if (!document.hidden) setAwake(true)
      else timer = setTimeout(() => setAwake(false), hiddenMs)
    }
    document.addEventListener('visibilitychange', onChange)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onChange)
    }
  }, [])
  return awake
}
