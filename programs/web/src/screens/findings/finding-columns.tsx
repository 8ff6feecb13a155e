import { type GridColumn, RelativeTime, SeverityMark } from '@holdfast/design'
import { DueMark } from '../sla/due-mark.tsx'
import type { FindingRow } from './finding.ts'
import { assetAddress } from './finding-links.ts'
import { StateCell } from './state-cell.tsx'

/** Ids are tokens of the query language: the server sorts by them. */
export const findingColumns: readonly GridColumn<FindingRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: 88,
    sort: 'descending',
    cell: (row) => <SeverityMark severity={row.severity} />,
  },
  {
    id: 'summary',
    header: 'What is wrong',
    width: 150,
    grow: 5,
    cell: (row) => <span title={row.summary}>{row.summary || row.title}</span>,
  },
  { id: 'place', header: 'Where', width: 110, grow: 1, cell: (row) => <span className="mono">{row.place}</span> },
  {
    id: 'title',
    header: 'What must hold',
    width: 170,
    grow: 2,
    sort: 'ascending',
    hidden: true,
    cell: (row) => <span className="muted">{row.title}</span>,
  },
  {
    id: 'asset.name',
    header: 'Asset',
    width: 80,
    grow: 1,
    cell: (row) => <a href={assetAddress(row.asset.id)}>{row.asset.name}</a>,
  },
  {
    id: 'status',
    header: 'State',
    width: 96,
    exports: ['status', 'disposition'],
    cell: (row) => <StateCell finding={row} />,
  },
  {
    id: 'firstFound',
    header: 'First found',
    width: 92,
    align: 'end',
    sort: 'descending',
    cell: (row) => <RelativeTime at={row.firstFoundAt} />,
  },
  {
    id: 'slaDue',
    header: 'Due',
    width: 92,
    align: 'end',
    exports: ['slaDue', 'sla'],
    cell: ({ attributes }) =>
      attributes?.slaDue === undefined || attributes.sla === 'met' || attributes.sla === 'missed' ? (
        <span className="muted">–</span>
      ) : (
        <DueMark state={attributes.sla} at={attributes.slaDue} />
      ),
  },
  {
    id: 'statusSince',
    header: 'State since',
    width: 96,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => <RelativeTime at={row.statusSince} />,
  },
  { id: 'category', header: 'Category', width: 120, hidden: true, cell: (row) => row.category },
  { id: 'app', header: 'App', width: 110, hidden: true, cell: (row) => row.app },
  { id: 'check', header: 'Check', width: 220, hidden: true, cell: (row) => <span className="mono">{row.check}</span> },
]
