import {
  Button,
  EmptyState,
  fixedBy,
  PageHeader,
  ProviderWords,
  RequestProblem,
  Skeleton,
  TextField,
  toast,
  useApi,
  useClient,
  usePushed,
} from '@holdfast/design'
import { IconCopy, IconPencil } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Widget } from './board.ts'
import { BoardMenu } from './board-menu.tsx'
import { BoardView } from './board-view.tsx'
import classes from './boards.module.css'
import { useBoard } from './use-boards.ts'

interface Draft {
  readonly name: string
  readonly description: string
  readonly widgets: readonly Widget[]
}

/** One board: looked at, and changed in place by whoever may. */
export function Screen() {
  const { board: id = '' } = useParams({ strict: false }) as { board?: string }
  const api = useApi()
  const queries = useQueryClient()
  const router = useRouter()
  const { may } = useClient()
  const { board, etag, starter, error, renew } = useBoard(id)
  const [draft, setDraft] = useState<Draft>()
  const [busy, setBusy] = useState(false)
  const shown = board ?? starter
  const pushed = usePushed('board', id)
  const fixed = fixedBy(pushed)
  if (error)
    return (
      <>
        <PageHeader title="Board" />
        <EmptyState
          kind="error"
          title="The board could not be loaded"
          words={error.message}
          problemId={error instanceof RequestProblem ? error.traceId : undefined}
          onRetry={renew}
        />
      </>
    )
  const mayChange = may('boards:write') && board !== undefined && (board.mine || may('boards:share'))

  async function attempt(work: () => Promise<void>) {
    setBusy(true)
    try {
      await work()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      const words =
        cause.status === 412
          ? 'Somebody else changed this board meanwhile. Keep a copy, or discard and look.'
          : cause.message
      toast({ tone: 'failed', message: words })
    } finally {
      setBusy(false)
    }
  }
  const save = () =>
    attempt(async () => {
      await api.send('PATCH', `/boards/${encodeURIComponent(id)}`, draft, {
        ...(etag !== undefined && { ifMatch: etag }),
      })
      await queries.invalidateQueries({ queryKey: ['boards'] })
      setDraft(undefined)
      toast({ message: `“${draft?.name}” is kept` })
    })
  const copy = () =>
    attempt(async () => {
      if (!shown) return
      const name = board ? `${shown.name} (copy)` : shown.name
      const { data } = await api.send<{ data: { id: string } }>('POST', '/boards', {
        name,
        description: shown.description ?? '',
        widgets: draft?.widgets ?? shown.widgets,
      })
      await queries.invalidateQueries({ queryKey: ['boards'] })
      setDraft(undefined)
      router.history.push(`/boards/${data.id}`)
    })

  return (
    <>
      <PageHeader
        title={shown?.name ?? 'Board'}
        note={shown?.description}
        actions={
          draft ? (
            <>
              <Button onClick={() => setDraft(undefined)}>Discard</Button>
              <Button
                look="primary"
                busy={busy}
                {...(draft.name.trim() === '' && { unavailable: 'give it a name first' })}
                onClick={() => void save()}
              >
                Keep changes
              </Button>
            </>
          ) : (
            <>
              {shown && may('boards:write') && (
                <Button icon={IconCopy} busy={busy} onClick={() => void copy()}>
                  {board ? 'Copy' : 'Make it mine'}
                </Button>
              )}
              {board && <BoardMenu board={board} mayChange={mayChange && fixed === undefined} etag={etag} />}
              {mayChange && (
                <Button
                  look="primary"
                  icon={IconPencil}
                  unavailable={fixed}
                  onClick={() => setDraft({ name: board.name, description: board.description, widgets: board.widgets })}
                >
                  Edit
                </Button>
              )}
            </>
          )
        }
      />
      <div className={classes.page}>
        <ProviderWords pushed={pushed} />
        {shown ? (
          <>
            {draft && (
              <div className={classes.pair}>
                <TextField label="Name" value={draft.name} onChange={(name) => setDraft({ ...draft, name })} />
                <TextField
                  label="What it is for"
                  value={draft.description}
                  onChange={(description) => setDraft({ ...draft, description })}
                />
              </div>
            )}
            <BoardView
              widgets={draft?.widgets ?? shown.widgets}
              {...(draft && { onChange: (widgets: readonly Widget[]) => setDraft({ ...draft, widgets }) })}
            />
          </>
        ) : (
          <Skeleton lines={9} label="Loading the board" />
        )}
      </div>
    </>
  )
}
