import { ListScreen, SeverityMark, type SeverityName } from '@holdfast/design'
import { useRouter } from '@tanstack/react-router'
import type { FindingRow } from './finding.ts'
import { findingColumns } from './finding-columns.tsx'
import { FindingDrawer } from './finding-drawer.tsx'
import { usualFindings } from './finding-links.ts'
import views from './views.json' with { type: 'json' }

const facets = [
  {
    token: 'severity',
    label: 'Severity',
    render: (value: string) => <SeverityMark severity={value as SeverityName} />,
  },
  { token: 'status', label: 'Status' },
  { token: 'disposition', label: 'Decided' },
  { token: 'app', label: 'App' },
  { token: 'category', label: 'Category' },
  { token: 'asset.name', label: 'Asset' },
]

const usual = { query: usualFindings, sort: { column: 'severity', descending: true } }

/** What is wrong, anywhere: the list, and the drawer with the proof. */
export function Screen() {
  const router = useRouter()
  return (
    <ListScreen<FindingRow>
      entity="findings"
      path="/findings"
      title="Findings"
      what="findings"
      columns={findingColumns}
      facets={facets}
      usual={usual}
      views={views}
      topic="finding."
      rowId={(row) => row.id}
      rowName={(row) => row.title}
      onEnter={(row) => router.history.push(`/findings/${encodeURIComponent(row.id)}`)}
      drawer={(id, row, controls) => <FindingDrawer key={id} id={id} row={row} controls={controls} />}
      empty={{
        kind: 'new',
        title: 'No findings',
        words: 'Nothing that was judged is wrong. What could not be judged is told on Home and on each asset.',
      }}
    />
  )
}
