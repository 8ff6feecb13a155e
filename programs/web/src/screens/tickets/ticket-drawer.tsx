import {
  Button,
  Drawer,
  EmptyState,
  plural,
  RequestProblem,
  Skeleton,
  TextField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { IconCheck, IconClockPause, IconRotate2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TicketPage } from './ticket.ts'
import { TicketHistory } from './ticket-history.tsx'
import { TicketTold } from './ticket-told.tsx'
import classes from './tickets.module.css'

const monthMs = 30 * 86_400_000

/** One ticket: what it covers, who has it, what happened, and what one can do about it. */
export function TicketDrawer({
  number,
  onClose,
  onChanged,
}: {
  number: string
  onClose: () => void
  onChanged: () => void
}) {
  const api = useApi()
  const { may } = useClient()
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  const path = `/tickets/${encodeURIComponent(number)}`
  const { data, error, refetch } = useQuery({
    queryKey: ['ticket', number],
    queryFn: async ({ signal }) => (await api.get<{ data: TicketPage }>(path, { signal })).data,
  })
  const problem = error instanceof RequestProblem ? error : undefined
  const writes = may('tickets:write')

  async function edit(body: object, message: string) {
    setBusy(true)
    try {
      const { etag } = await api.getTagged(path)
      await api.send('PATCH', path, body, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message })
      setComment('')
      await refetch()
      onChanged()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.errors[0]?.message ?? cause.message, tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }

  const said = comment.trim() === '' ? {} : { comment: comment.trim() }
  const isOpen = data?.state === 'open' || data?.state === 'reopened'
  return (
    <Drawer
      title={data?.title ?? (problem ? 'No such ticket' : '…')}
      eyebrow={<span className="mono">#{number}</span>}
      onClose={onClose}
      footer={
        data &&
        writes && (
          <>
            {isOpen && (
              <Button
                look="primary"
                icon={IconCheck}
                busy={busy}
                onClick={() =>
                  edit({ action: 'resolve', ...said }, 'Resolved: the next test confirms it, or opens it again')
                }
              >
                Resolved
              </Button>
            )}
            {isOpen && (
              <Button
                icon={IconClockPause}
                busy={busy}
                onClick={() =>
                  edit(
                    { action: 'ignore', until: new Date(Date.now() + monthMs).toISOString(), ...said },
                    'Ignored for 30 days',
                  )
                }
              >
                Not for 30 days
              </Button>
            )}
            {(data.state === 'resolved' || data.state === 'ignored') && (
              <Button icon={IconRotate2} busy={busy} onClick={() => edit({ action: 'reopen', ...said }, 'Open again')}>
                Open again
              </Button>
            )}
          </>
        )
      }
    >
      {problem && (
        <EmptyState
          kind="error"
          title="The ticket could not be loaded"
          words={problem.message}
          problemId={problem.traceId}
          onRetry={() => refetch()}
        />
      )}
      {!data && !problem && <Skeleton lines={7} label="Loading the ticket" />}
      {data && (
        <>
          <TicketTold
            ticket={data}
            onGive={
              writes ? (assignee) => edit({ assignee }, assignee === null ? 'Nobody has it now' : 'Given') : undefined
            }
          />
          {writes && (
            <div className={classes.say}>
              <TextField label="Comment" value={comment} onChange={setComment} lines={2} />
              <Button
                busy={busy}
                onClick={() => edit(said, 'Said')}
                unavailable={comment.trim() === '' ? 'write something first' : undefined}
              >
                Say it
              </Button>
            </div>
          )}
          <TicketHistory history={data.history} />
          {data.findings > data.covers.length && (
            <p className="muted">{plural(data.findings - data.covers.length, 'more finding')}</p>
          )}
        </>
      )}
    </Drawer>
  )
}
