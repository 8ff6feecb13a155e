import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { LiveEvent } from '../client/live.tsx'
import { useLiveEvent } from '../client/live.tsx'

/** Events come in bursts: what they tell within this time is asked for once. */
const pauseMs = 800
/** More than so many at once are not told apart. */
const mostAtOnce = 200

export interface LiveList {
  /** Events of this topic may concern the list. */
  readonly topic: string
  /** The id of the row that an event is about; undefined where it is about many. */
  readonly idOf: (event: LiveEvent) => string | undefined
  /** The token that has the ids of rows; `id` unless told. */
  readonly token?: string
  /** Something of a row changes of which no event tells: rows that are here are fetched again after so many milliseconds, again and again. */
  readonly againMs?: number
}

export interface LiveRowsOptions {
  readonly live: LiveList | undefined
  /** Changes when the question changes: what was counted for the one before is forgotten. */
  readonly question: string
  readonly isHere: (id: string) => boolean
  /** Fetches these rows and puts them where they stand. */
  readonly renew: (ids: readonly string[], signal: AbortSignal) => Promise<void>
  /** Of rows that are not here, the ids of those that the list would show. */
  readonly matching: (ids: readonly string[], signal: AbortSignal) => Promise<readonly string[]>
  /** How many rows the list would have now. */
  readonly count: (signal: AbortSignal) => Promise<number>
  readonly shown: () => number
  /** Ids of the rows that are here, at most so many. */
  readonly here: (most: number) => readonly string[]
}

/**
 * Keeps a list true without moving it: rows that changed are renewed where they stand, and rows that came are counted and wait to be asked for. Answers with
 * their number, and with what forgets them.
 */
export function useLiveRows(options: LiveRowsOptions): { fresh: number; forget: () => void } {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const [more, setMore] = useState(0)
  const told = useRef({ ids: new Set<string>(), many: false })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const stop = useRef<AbortController | undefined>(undefined)

  const look = useEffectEvent(async () => {
    timer.current = undefined
    const { ids, many } = told.current
    told.current = { ids: new Set(), many: false }
    stop.current = new AbortController()
    const { signal } = stop.current
    const here = [...ids].filter(options.isHere).slice(0, mostAtOnce)
    const others = [...ids].filter((id) => !options.isHere(id)).slice(0, mostAtOnce)
    try {
      if (here.length > 0) await options.renew(here, signal)
      if (others.length > 0) {
        const found = await options.matching(others, signal)
        if (found.length > 0) setFresh((now) => new Set([...now, ...found]))
      }
      if (many) setMore(Math.max(0, (await options.count(signal)) - options.shown()))
    } catch {
      // The list stays as it was; the next event, or the next look, tells.
    }
  })

  useLiveEvent(options.live?.topic ?? 'none', (event) => {
    const id = options.live?.idOf(event)
    if (id === undefined) told.current.many = true
    else told.current.ids.add(id)
    timer.current ??= setTimeout(() => void look(), pauseMs)
  })

  const { againMs } = options.live ?? {}
  const again = useEffectEvent(async (signal: AbortSignal) => {
    const ids = options.here(mostAtOnce)
    // What fails now is tried again the next time.
    if (ids.length > 0 && !document.hidden) await options.renew(ids, signal).catch(() => {})
  })
  useEffect(() => {
    if (againMs === undefined) return undefined
    const leaving = new AbortController()
    const every = setInterval(() => void again(leaving.signal), againMs)
    return () => {
      clearInterval(every)
      leaving.abort()
    }
  }, [againMs])

  const forget = () => {
    setFresh(new Set())
    setMore(0)
  }
  const { question } = options
  useEffect(() => {
    setFresh(new Set())
    setMore(0)
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
      stop.current?.abort()
    }
  }, [question])
  return { fresh: Math.max(fresh.size, more), forget }
}
