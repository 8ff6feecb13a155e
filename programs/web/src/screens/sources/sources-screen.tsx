import {
  addressOf,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  RelativeTime,
  RequestProblem,
  SavedViews,
  type Status,
  StatusMark,
  urlChoice,
  urlOptional,
  useApi,
  useClient,
  useLiveEvent,
  useNow,
  useRows,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { InstallDialog } from './install-dialog.tsx'
import { KeyDrawer } from './key-drawer.tsx'
import { KeysView, useKeys } from './keys-view.tsx'
import type { Source } from './source.ts'
import { SourceDrawer } from './source-drawer.tsx'
import { stateWords } from './state-words.ts'

const marks: Readonly<Record<Source['health'], Status>> = {
  well: 'ok',
  quiet: 'off',
  silent: 'warn',
  changed: 'failed',
  'never-heard': 'unknown',
  revoked: 'off',
}

const columnsAt = (now: number): readonly GridColumn<Source>[] => [
  { id: 'name', header: 'Name', width: 160, grow: 1, cell: (row) => row.name },
  {
    id: 'health',
    header: 'How it is',
    width: 240,
    grow: 2,
    cell: (row) => <StatusMark status={marks[row.health]}>{stateWords(row, now)}</StatusMark>,
  },
  { id: 'kind', header: 'Kind', width: 90, cell: (row) => row.kind },
  { id: 'platform', header: 'Platform', width: 110, cell: (row) => row.platform ?? '–' },
  { id: 'version', header: 'Version', width: 84, cell: (row) => row.agentVersion ?? '–' },
  { id: 'network', header: 'Network', width: 100, cell: (row) => row.network },
  {
    id: 'enrolled',
    header: 'Enrolled',
    width: 100,
    align: 'end',
    cell: (row) => <RelativeTime at={row.enrolledAt} />,
  },
  { id: 'waiting', header: 'Waiting there', width: 100, align: 'end', hidden: true, cell: (row) => row.waiting ?? '–' },
  { id: 'pending', header: 'Waiting here', width: 100, align: 'end', hidden: true, cell: (row) => row.pending },
  { id: 'aside', header: 'Set aside', width: 84, align: 'end', hidden: true, cell: (row) => row.setAside },
]

const codecs = { row: urlOptional(), view: urlChoice(['sources', 'keys'], 'sources'), install: urlOptional() }
const views = [
  { id: 'sources', label: 'Sources', href: '/sources' },
  { id: 'keys', label: 'Activation keys', href: addressOf('/sources', { view: 'keys' }) },
]
/** What moves without being told: when each was last heard. */
const againMs = 15_000

/** Who tells us what we know: agents and others, how they are, and how to have one more. */
export function Screen() {
  const { may } = useClient()
  const [{ view, install }, setUrl] = useUrlState(codecs)
  const mayInstall = may('sources:write')
  const openInstall = () => setUrl({ install: 'agent' })
  useShortcut('+', 'Install an agent', openInstall, { when: mayInstall })
  const button = mayInstall && (
    <Button look="primary" icon={IconPlus} aria-haspopup="dialog" onClick={openInstall}>
      Install an agent
    </Button>
  )
  return (
    <>
      {view === 'keys' ? <KeyList button={button} /> : <SourceList button={button} />}
      {mayInstall && (
        <InstallDialog
          opened={install !== undefined}
          onClose={() => setUrl({ install: undefined }, { replace: true })}
        />
      )}
    </>
  )
}

function KeyList({ button }: { button: React.ReactNode }) {
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const key = useKeys().data?.find(({ id }) => id === open)
  return (
    <ListLayout
      header={<PageHeader title="Sources" note="with what they enrol" actions={button} />}
      views={<SavedViews label="Views" views={views} current="keys" />}
      grid={<KeysView open={open} onOpen={(id) => setUrl({ row: id }, { replace: open !== undefined })} />}
      drawer={
        key && (
          <KeyDrawer key={key.id} activationKey={key} onClose={() => setUrl({ row: undefined }, { replace: true })} />
        )
      }
    />
  )
}

function SourceList({ button }: { button: React.ReactNode }) {
  const api = useApi()
  const now = useNow()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const { source, error, refresh } = useRows<Source>({
    key: 'sources',
    fetchPage: ({ cursor, limit, signal }) => api.get('/sources', { query: { cursor, limit }, signal }),
  })
  useLiveEvent('source.', refresh)
  const again = useEffectEvent(refresh)
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && again(), againMs)
    return () => clearInterval(timer)
  }, [])
  const columns = useMemo(() => columnsAt(now), [now])
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <ListLayout
      header={
        <PageHeader
          title="Sources"
          note={source.pending ? undefined : plural(source.total, 'source')}
          actions={button}
        />
      }
      views={<SavedViews label="Views" views={views} current="sources" />}
      grid={
        problem && source.pending ? (
          <EmptyState
            kind="error"
            title="The sources could not be loaded"
            words={problem.message}
            problemId={problem.traceId}
            onRetry={refresh}
          />
        ) : (
          <DataGrid
            id="sources"
            label="Sources"
            columns={columns}
            source={source}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            open={open}
            onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
            empty={
              <EmptyState
                kind="new"
                title="No source yet"
                words="An agent on a host tells what runs there, within seconds and from then on."
                action={button}
              />
            }
          />
        )
      }
      drawer={
        open !== undefined && (
          <SourceDrawer
            key={open}
            id={open}
            onClose={() => setUrl({ row: undefined }, { replace: true })}
            onChange={refresh}
          />
        )
      }
    />
  )
}
