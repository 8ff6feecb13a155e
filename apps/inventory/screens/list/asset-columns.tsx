import { formatBytes, formatCount, type GridColumn, RelativeTime } from '@holdfast/design'
import type { AssetRow } from '../asset.ts'
import { FindingCounts } from '../finding-counts.tsx'
import { assetAddress } from '../links.ts'
import { TagChips } from '../tags/tag-chips.tsx'

const count = (value: number | undefined) =>
  value === undefined ? <span className="muted">–</span> : formatCount(value)

const riskWords = (score: number | undefined) => count(score === undefined ? undefined : Math.round(score))

/** Ids are tokens of the query language: the server sorts by them. */
export const assetColumns: readonly GridColumn<AssetRow>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 170,
    grow: 2,
    sort: 'ascending',
    cell: (row) => <a href={assetAddress(row.id)}>{row.name}</a>,
  },
  {
    id: 'findings.critical',
    header: 'Open findings',
    width: 160,
    sort: 'descending',
    exports: ['critical', 'high', 'medium', 'low', 'info'].map((severity) => `findings.${severity}`),
    cell: (row) => <FindingCounts counts={row.findings} />,
  },
  {
    id: 'riskScore',
    header: 'Risk',
    width: 68,
    align: 'end',
    sort: 'descending',
    cell: (row) => riskWords(row.attributes.riskScore),
  },
  {
    id: 'operatingSystem',
    header: 'Operating system',
    width: 160,
    grow: 2,
    sort: 'ascending',
    cell: (row) => row.attributes.operatingSystem ?? <span className="muted">not known</span>,
  },
  { id: 'tags', header: 'Tags', width: 130, grow: 2, cell: (row) => <TagChips tags={row.tags} /> },
  {
    id: 'exposedCount',
    header: 'Exposed ports',
    width: 104,
    align: 'end',
    sort: 'descending',
    cell: (row) => count(row.attributes.exposedCount),
  },
  {
    id: 'packageCount',
    header: 'Packages',
    width: 84,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => count(row.attributes.packageCount),
  },
  {
    id: 'updateCount',
    header: 'Updates',
    width: 80,
    align: 'end',
    sort: 'descending',
    cell: (row) => count(row.attributes.updateCount),
  },
  { id: 'source.kind', header: 'Sources', width: 90, hidden: true, cell: (row) => row.sources.join(', ') },
  {
    id: 'lastSeen',
    header: 'Last seen',
    width: 96,
    align: 'end',
    sort: 'descending',
    cell: (row) => <RelativeTime at={row.lastSeenAt} />,
  },
  {
    id: 'firstSeen',
    header: 'First seen',
    width: 100,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => <RelativeTime at={row.firstSeenAt} />,
  },
  {
    id: 'criticality',
    header: 'Criticality',
    width: 92,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => row.criticality,
  },
  { id: 'kind', header: 'Kind', width: 90, sort: 'ascending', hidden: true, cell: (row) => row.kind },
  {
    id: 'kernel',
    header: 'Kernel',
    width: 150,
    sort: 'ascending',
    hidden: true,
    cell: (row) => <span className="mono">{row.attributes.kernel}</span>,
  },
  {
    id: 'operatingSystem.build',
    header: 'Build',
    width: 84,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => row.attributes['operatingSystem.build'] ?? <span className="muted">–</span>,
  },
  { id: 'architecture', header: 'Architecture', width: 100, hidden: true, cell: (row) => row.attributes.architecture },
  {
    id: 'memory',
    header: 'Memory',
    width: 84,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => (row.attributes.memory === undefined ? '–' : formatBytes(row.attributes.memory)),
  },
  {
    id: 'cpuCount',
    header: 'Processors',
    width: 90,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: (row) => count(row.attributes.cpuCount),
  },
]
