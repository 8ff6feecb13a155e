import { Button, RequestProblem, toast, useApi, useClient, useLiveEvent, useShortcut } from '@holdfast/design'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Asset } from '../asset.ts'
import classes from './collect-now.module.css'

interface Command {
  readonly id: string
  readonly source: string
  readonly state: string
  readonly detail: string | null
}

const ended = new Set(['done', 'failed', 'refused', 'expired'])
const words: Readonly<Record<string, string>> = {
  issued: 'Waiting for the agent …',
  delivered: 'The agent has the order …',
  accepted: 'Looking …',
  done: 'Looked just now',
  failed: 'Looking failed',
  refused: 'The agent refused',
  expired: 'The agent did not answer in time',
}

/** Asks every source of the asset to look now, and shows how far each is until all have answered. */
export function CollectNow({ asset, onDone }: { asset: Asset; onDone: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const [asked, setAsked] = useState<readonly string[]>([])
  const [starting, setStarting] = useState(false)
  const { data, refetch } = useQuery({
    queryKey: ['commands', asked],
    enabled: asked.length > 0,
    queryFn: ({ signal }) =>
      Promise.all(
        asked.map(
          async (id) => (await api.get<{ data: Command }>(`/commands/${encodeURIComponent(id)}`, { signal })).data,
        ),
      ),
    // The live stream tells of each step; this is for when it is away.
    refetchInterval: ({ state }) => (state.data?.every((command) => ended.has(command.state)) ? false : 5_000),
  })
  useLiveEvent('command.changed', ({ body }) => {
    if (asked.includes((body as { command?: string } | null)?.command ?? '')) void refetch()
  })
  const waiting = asked.length > 0 && !(data?.every((command) => ended.has(command.state)) ?? false)
  const failed = data?.find((command) => ended.has(command.state) && command.state !== 'done')
  useEffect(() => {
    if (asked.length > 0 && !waiting) onDone()
  }, [asked, waiting, onDone])

  async function collect() {
    setStarting(true)
    try {
      const { data: issued } = await api.send<{ data: readonly Command[] }>(
        'POST',
        `/assets/${encodeURIComponent(asset.id)}/collect`,
        {},
        { idempotencyKey: crypto.randomUUID() },
      )
      setAsked(issued.map(({ id }) => id))
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ message: error.message, tone: 'failed' })
    } finally {
      setStarting(false)
    }
  }
  const mayCollect = may('sources:command')
  useShortcut('r', 'Collect now', () => void collect(), { when: mayCollect && !waiting && !starting })
  if (!mayCollect) return null
  const slowest = data?.find((command) => !ended.has(command.state)) ?? data?.[0]
  return (
    <span className={classes.root}>
      <span role="status" className={classes.words} data-failed={failed ? true : undefined}>
        {failed
          ? `${words[failed.state] ?? failed.state}${failed.detail ? `: ${failed.detail}` : ''}`
          : asked.length > 0
            ? (words[slowest?.state ?? 'issued'] ?? '')
            : ''}
      </span>
      <Button icon={IconRefresh} busy={starting || waiting} onClick={collect}>
        Collect now
      </Button>
    </span>
  )
}
