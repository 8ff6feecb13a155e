import { Button, type GridColumn, ListScreen, MetricLink, RelativeTime, StatusMark } from '@holdfast/design'
import { WatchButton } from '../alerts/watch-button.tsx'
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
    id: 'title',
    header: 'What is excepted',
    width: 200,
    grow: 2,
    sort: 'ascending',
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
    sort: 'ascending',
    cell: ({ endsAt, endedAt }) =>
      endedAt ? <RelativeTime at={endedAt} /> : endsAt ? <RelativeTime at={endsAt} /> : 'never',
  },
  {
    id: 'requested',
    header: 'Asked for',
    width: 96,
    align: 'end',
    sort: 'descending',
    cell: ({ requestedAt }) => <RelativeTime at={requestedAt} />,
  },
]

const facets = [
  {
    token: 'state',
    label: 'State',
    render: (value: string) => {
      const mark = stateMarks[value as Exception['state']]
      return <StatusMark status={mark.status}>{mark.word}</StatusMark>
    },
  },
  { token: 'reason', label: 'Why', render: reasonWords },
  { token: 'asset.name', label: 'Asset' },
  { token: 'check', label: 'Check' },
]
const views = [
  { id: 'approved', label: 'In force', query: 'state:approved' },
  { id: 'requested', label: 'Asked for', query: 'state:requested' },
  { id: 'ending', label: 'Ending within 30 days', query: 'state:approved and ends < now+30d' },
  { id: 'expired', label: 'Expired', query: 'state:expired' },
  { id: 'revoked', label: 'Revoked', query: 'state:revoked' },
  { id: 'rejected', label: 'Turned down', query: 'state:rejected' },
  { id: 'all', label: 'Everything', query: '' },
]
const usual = { query: 'state:approved', sort: { column: 'requested', descending: true } }
const words =
  'Where a risk is accepted, or a finding is not so, say it on the finding: with the reason, and until when.'
const live = { topic: 'finding.disposition', idOf: () => undefined }

/** Decisions about findings: what does not count as open, why, and until when. */
export function Screen() {
  return (
    <ListScreen<Exception>
      entity="exceptions"
      queryActions={(query) => <WatchButton list="exceptions" query={query} />}
      path="/exceptions"
      title="Exceptions"
      what="exceptions"
      columns={columns}
      facets={facets}
      usual={usual}
      views={views}
      rowId={(row) => row.id}
      rowName={exceptionTitle}
      live={live}
      drawer={(id, _, { onClose, renew }) => <ExceptionDrawer key={id} id={id} onClose={onClose} onChanged={renew} />}
      empty={{
        kind: 'new',
        title: 'Nothing was ever excepted',
        words,
        action: <Button href="/findings">To the findings</Button>,
      }}
      usualEmpty={{
        kind: 'new',
        title: 'Nothing is excepted',
        words,
        action: <Button href="/findings">To the findings</Button>,
      }}
    />
  )
}
