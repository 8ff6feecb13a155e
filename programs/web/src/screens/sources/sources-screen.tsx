import {
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  RelativeTime,
  RequestProblem,
  type Status,
  StatusMark,
  urlOptional,
  useApi,
  useClient,
  useLiveEvent,
  useRows,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { InstallDialog } from './install-dialog.tsx'
import type { Source } from './source.ts'
import { SourceDrawer } from './source-drawer.tsx'

const marks: Readonly<Record<Source['health'], { status: Status; word: string }>> = {
  well: { status: 'ok', word: 'well' },
  silent: { status: 'warn', word: 'silent' },
  'never-heard': { status: 'unknown', word: 'never heard' },
  revoked: { status: 'off', word: 'revoked' },
}

const columns: readonly GridColumn<Source>[] = [
  { id: 'name', header: 'Name', width: 160, grow: 2, cell: (row) => row.name },
  {
    id: 'health',
    header: 'How it is',
    width: 130,
    cell: (row) => <StatusMark status={marks[row.health].status}>{marks[row.health].word}</StatusMark>,
  },
  {
    id: 'seen',
    header: 'Last heard',
    width: 110,
    cell: (row) => (row.lastSeenAt ? <RelativeTime at={row.lastSeenAt} /> : '–'),
  },
  { id: 'kind', header: 'Kind', width: 90, cell: (row) => row.kind },
  { id: 'platform', header: 'Platform', width: 110, cell: (row) => row.platform ?? '–' },
  { id: 'version', header: 'Version', width: 90, cell: (row) => row.agentVersion ?? '–' },
  { id: 'waiting', header: 'Waiting there', width: 100, align: 'end', cell: (row) => row.waiting ?? '–' },
  { id: 'pending', header: 'Waiting here', width: 100, align: 'end', cell: (row) => row.pending },
  { id: 'aside', header: 'Set aside', width: 84, align: 'end', cell: (row) => row.setAside },
]

const codecs = { row: urlOptional() }

/** Who tells us what we know: agents and others, how they are, and how to have one more. */
export function Screen() {
  const api = useApi()
  const { may } = useClient()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const [installing, setInstalling] = useState(false)
  const { source, error, refresh } = useRows<Source>({
    key: 'sources',
    fetchPage: ({ cursor, limit, signal }) => api.get('/sources', { query: { cursor, limit }, signal }),
  })
  useLiveEvent('source.', refresh)
  const problem = error instanceof RequestProblem ? error : undefined
  const install = may('sources:write') && (
    <Button look="primary" icon={IconPlus} onClick={() => setInstalling(true)}>
      Install an agent
    </Button>
  )
  return (
    <>
      <ListLayout
        header={
          <PageHeader
            title="Sources"
            note={source.pending ? undefined : plural(source.total, 'source')}
            actions={install}
          />
        }
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
                  action={install}
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
      <InstallDialog opened={installing} onClose={() => setInstalling(false)} onArrived={refresh} />
    </>
  )
}
