import { type GridColumn, ListScreen, RelativeTime } from '@holdfast/design'
import { WatchButton } from '../alerts/watch-button.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import type { AuditEntry } from './audit-entry.ts'

const columns: readonly GridColumn<AuditEntry>[] = [
  {
    id: 'at',
    header: 'When',
    width: 110,
    sort: 'descending',
    cell: (row) => <RelativeTime at={row.at} />,
  },
  {
    id: 'who',
    header: 'Who',
    width: 150,
    grow: 1,
    cell: (row) => row.who || <span className="mono">{row.actor}</span>,
  },
  { id: 'action', header: 'What', width: 220, grow: 2, cell: (row) => <span className="mono">{row.action}</span> },
  { id: 'target', header: 'On', width: 220, grow: 2, cell: (row) => <span className="mono">{row.target}</span> },
  { id: 'seq', header: 'Entry', width: 80, align: 'end', cell: (row) => row.seq },
  {
    id: 'actor',
    header: 'Id of who',
    width: 240,
    hidden: true,
    cell: (row) => <span className="mono">{row.actor}</span>,
  },
]

const facets = [
  { token: 'who', label: 'Who' },
  { token: 'action', label: 'What' },
]
const views = [
  { id: 'all', label: 'Everything', query: '' },
  { id: 'day', label: 'Last 24 hours', query: 'at > now-24h' },
  { id: 'sign-ins', label: 'Sign-ins', query: 'action:sign-in*' },
]
const usual = { query: '', sort: { column: 'at', descending: true } }

/** Who did what in this tenant, on what, and what it was before and after. */
export function Screen() {
  return (
    <ListScreen<AuditEntry>
      entity="audit"
      queryActions={(query) => <WatchButton list="audit" query={query} />}
      path="/audit"
      title="Audit log"
      what="entries"
      one="entry"
      columns={columns}
      facets={facets}
      usual={usual}
      views={views}
      keepsViews={false}
      rowId={(row) => String(row.seq)}
      rowName={(row) => `${row.who || row.actor}: ${row.action}`}
      drawer={(id, row, controls) => <AuditDrawer key={id} seq={id} row={row} controls={controls} />}
      empty={{
        kind: 'new',
        title: 'Nothing was done yet',
        words: 'Every change that somebody makes stands here from then on, with what it was before.',
      }}
    />
  )
}
