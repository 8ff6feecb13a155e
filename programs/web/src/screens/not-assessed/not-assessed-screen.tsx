import { Badge, type GridColumn, ListScreen, RelativeTime, SeverityMark, type SeverityName } from '@holdfast/design'
import { useRouter } from '@tanstack/react-router'
import { WatchButton } from '../alerts/watch-button.tsx'
import { assetAddress } from '../findings/finding-links.ts'
import { useWasJudged } from '../home/home.ts'

/** A check that could not be answered: a row of `GET /not-assessed`. */
interface NotAssessed {
  readonly id: string
  readonly check: string
  readonly title: string
  readonly severity: SeverityName
  readonly place: string
  readonly outcome: 'unknown' | 'error'
  readonly reason: string
  readonly asset: { readonly id: string; readonly name: string; readonly kind: string }
  readonly since: string
}

const columns: readonly GridColumn<NotAssessed>[] = [
  {
    id: 'severity',
    header: 'Would be',
    width: 96,
    sort: 'descending',
    cell: (row) => <SeverityMark severity={row.severity} />,
  },
  {
    id: 'title',
    header: 'What could not be answered',
    width: 200,
    grow: 2,
    sort: 'ascending',
    cell: (row) => (row.place === '' ? row.title : `${row.title}: ${row.place}`),
  },
  { id: 'reason', header: 'Why', width: 220, grow: 3, cell: (row) => <span title={row.reason}>{row.reason}</span> },
  {
    id: 'outcome',
    header: 'How',
    width: 90,
    cell: (row) =>
      row.outcome === 'error' ? <Badge tone="high">failed</Badge> : <span className="muted">unknown</span>,
  },
  {
    id: 'asset.name',
    header: 'Asset',
    width: 110,
    grow: 1,
    sort: 'ascending',
    cell: (row) => <a href={assetAddress(row.asset.id)}>{row.asset.name}</a>,
  },
  {
    id: 'since',
    header: 'Since',
    width: 96,
    align: 'end',
    sort: 'ascending',
    cell: (row) => <RelativeTime at={row.since} />,
  },
  { id: 'check', header: 'Check', width: 240, hidden: true, cell: (row) => <span className="mono">{row.check}</span> },
]

const facets = [
  {
    token: 'severity',
    label: 'Would be',
    render: (value: string) => <SeverityMark severity={value as SeverityName} />,
  },
  { token: 'outcome', label: 'How' },
  { token: 'asset.name', label: 'Asset' },
]
const views = [
  { id: 'all', label: 'Everything', query: '' },
  { id: 'worst', label: 'Would be high or worse', query: 'severity >= high' },
  { id: 'errors', label: 'Failed checks', query: 'outcome:error' },
]
const usual = { query: '', sort: { column: 'severity', descending: true } }

/** What nobody could answer, anywhere: unknown is not clean. */
export function Screen() {
  const router = useRouter()
  const judged = useWasJudged()
  return (
    <ListScreen<NotAssessed>
      entity="not-assessed"
      path="/not-assessed"
      title="Not assessed"
      what="checks not assessed"
      one="check not assessed"
      columns={columns}
      facets={facets}
      usual={usual}
      views={views}
      rowId={(row) => row.id}
      rowName={(row) => row.title}
      onEnter={(row) => router.history.push(`${assetAddress(row.asset.id)}?tab=findings`)}
      queryActions={(query) => <WatchButton list="not-assessed" query={query} />}
      empty={judged === false ? nothingAsked : allAnswered}
    />
  )
}

const words = 'Where something needed for a check was not to be seen, it stands here with the reason.'
const allAnswered = { kind: 'new', title: 'Every check could be answered', words } as const
const nothingAsked = { kind: 'new', title: 'No check was asked yet', words } as const
