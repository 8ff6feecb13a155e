import { useLiveEvent } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/** A busy host changes many times a second: what it tells within this time is asked for once. */
const pauseMs = 600

interface Told {
  readonly asset?: string
  readonly facts?: readonly string[]
}

/** Asks anew for what the server tells to have changed of an asset, and for nothing else. */
export function useRenewal(id: string): void {
  const queries = useQueryClient()
  const waiting = useRef<{ names: Set<string>; facts: Set<string>; timer: ReturnType<typeof setTimeout> | undefined }>({
    names: new Set(),
    facts: new Set(),
    timer: undefined,
  })

  function flush() {
    const { names, facts } = waiting.current
    waiting.current.timer = undefined
    void queries.invalidateQueries(
      {
        predicate: ({ queryKey: [what, asset, name, asked] }) => {
          if (what !== 'asset' || asset !== id) return false
          if (name === undefined) return true
          if (name !== 'facts') return names.has(String(name))
          const shown = (asked as { facts?: string } | undefined)?.facts?.split(',') ?? []
          return shown.some((fact) => facts.has(fact))
        },
      },
      // An answer on its way is newer than what is shown; the next event asks again.
      { cancelRefetch: false },
    )
    waiting.current = { names: new Set(), facts: new Set(), timer: undefined }
  }

  function note(body: unknown, names: readonly string[]) {
    const told = body as Told | null
    if (told?.asset !== undefined && told.asset !== id) return
    for (const name of names) waiting.current.names.add(name)
    for (const fact of told?.facts ?? []) waiting.current.facts.add(fact)
    waiting.current.timer ??= setTimeout(flush, pauseMs)
  }

  useEffect(() => () => clearTimeout(waiting.current.timer), [])
  useLiveEvent('asset.facts', ({ body }) => note(body, ['fact-names', 'changes']))
  useLiveEvent('asset.assessed', ({ body }) => note(body, ['assessments']))
  useLiveEvent('asset.merged', ({ body }) => note(body, ['identity', 'fact-names', 'findings']))
  useLiveEvent('asset.split', ({ body }) => note(body, ['identity', 'fact-names', 'findings']))
  useLiveEvent('finding.', ({ body }) => note(body, ['findings', 'assessments']))
}
