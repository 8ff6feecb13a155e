import {
  addressOf,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  plural,
  RelativeTime,
  RequestProblem,
  SavedViews,
  StatusMark,
  urlChoice,
  urlOptional,
  useApi,
  useLiveEvent,
  useRows,
  useUrlState,
} from '@holdfast/design'
import { useEffect, useRef } from 'react'
import { findingsAddress } from '../findings/finding-links.ts'
import { reasonWords } from '../findings/words.ts'
import { type Exception, exceptionTitle, heldQuery, scopeWords, stateMarks } from './exception.ts'
import { ExceptionDrawer } from './exception-drawer.tsx'

const columns: readonly GridColumn<Exception>[] = [
  {
    id: 'state',
    header: 'State',
    width: 108,
    cell: ({ state }) => <StatusMark status={stateMarks[state].status}>{stateMarks[state].word}</StatusMark>,
  },
  {
    id: 'check',
    header: 'What is excepted',
    width: 200,
    grow: 2,
    cell: exceptionTitle,
  },
  { id: 'scope', header: 'Where', width: 150, grow: 2, cell: (row) => scopeWords(row) },
  { id: 'reason', header: 'Why', width: 170, grow: 1, cell: ({ reason }) => reasonWords(reason) },
  {
    id: 'findings',
    header: 'Findings',
    width: 78,
    align: 'end',
    cell: (row) => (
      <MetricLink value={row.findings} {...(row.findings > 0 && { href: findingsAddress(heldQuery(row)) })} />
    ),
  },
  {
    id: 'ends',
    header: 'Ends',
    width: 108,
    align: 'end',
    cell: ({ endsAt, endedAt }) =>
      endedAt ? <RelativeTime at={endedAt} /> : endsAt ? <RelativeTime at={endsAt} /> : 'never',
  },
  {
    id: 'asked',
    header: 'Asked for',
    width: 96,
    align: 'end',
    cell: ({ requestedAt }) => <RelativeTime at={requestedAt} />,
  },
]

const states = ['approved', 'requested', 'revoked', 'expired', 'rejected', 'all'] as const
const codecs = { state: urlChoice(states, 'approved'), row: urlOptional() }
const views = [
  { id: 'approved', label: 'In force' },
  { id: 'requested', label: 'Asked for' },
  { id: 'expired', label: 'Expired' },
  { id: 'revoked', label: 'Revoked' },
  { id: 'rejected', label: 'Turned down' },
  { id: 'all', label: 'Everything' },
]

/** Decisions about findings: what does not count as open, why, and until when. */
export function Screen() {
  const api = useApi()
  const [{ state, row: open }, setUrl] = useUrlState(codecs)
  const { source, error, refresh } = useRows<Exception>({
    key: `exceptions ${state}`,
    fetchPage: ({ cursor, limit, signal }) =>
      api.get('/exceptions', {
        query: { cursor, limit, ...(state !== 'all' && { state }) },
        signal,
      }),
  })
  const renew = useLater(refresh)
  useLiveEvent('finding.disposition', renew)
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <ListLayout
      header={
        <PageHeader
          title="Exceptions"
          note={source.pending ? undefined : plural(source.total, state === 'requested' ? 'request' : 'decision')}
        />
      }
      views={
        <SavedViews
          label="States"
          views={views.map(({ id, label }) => ({
            id,
            label,
            href: addressOf('/exceptions', { state: id === 'approved' ? undefined : id }),
          }))}
          current={state}
        />
      }
      grid={
        problem && source.pending ? (
          <EmptyState
            kind="error"
            title="The exceptions could not be loaded"
            words={problem.message}
            problemId={problem.traceId}
            onRetry={refresh}
          />
        ) : (
          <DataGrid
            id="exceptions"
            label="Exceptions"
            columns={columns}
            source={source}
            rowId={(row) => row.id}
            rowName={exceptionTitle}
            open={open}
            onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
            empty={
              <EmptyState
                kind="new"
                title={state === 'approved' ? 'Nothing is excepted' : 'None'}
                words="Where a risk is accepted, or a finding is not so, say it on the finding: with the reason, and until when."
                action={<Button href="/findings">To the findings</Button>}
              />
            }
          />
        )
      }
      drawer={
        open !== undefined && (
          <ExceptionDrawer
            key={open}
            id={open}
            onClose={() => setUrl({ row: undefined }, { replace: true })}
            onChanged={refresh}
          />
        )
      }
    />
  )
}

/** Once for a burst. */
function useLater(work: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(work, 600)
  }
}
