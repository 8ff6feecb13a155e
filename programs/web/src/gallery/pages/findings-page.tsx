import {
  Badge,
  BulkBar,
  Button,
  DataGrid,
  EmptyState,
  FacetPanel,
  Freshness,
  type GridColumn,
  type GridSort,
  ListLayout,
  Meter,
  nothingSelected,
  PageHeader,
  QueryBar,
  rowsHere,
  SavedViews,
  SeverityMark,
  type SeverityName,
  severityWord,
  toast,
} from '@holdfast/design'
import { IconBellPlus, IconBookmark, IconDownload, IconHandStop } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import data from '../data/findings.json' with { type: 'json' }
import { toyLanguage } from '../toy-language.ts'
import { FindingDrawer } from './finding-drawer.tsx'

export type Finding = (typeof data.rows)[number]

const columns: readonly GridColumn<Finding>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: 88,
    sort: 'descending',
    cell: (row) => <SeverityMark severity={row.severity as SeverityName} />,
  },
  { id: 'title', header: 'Fix closes', width: 130, grow: 3, sort: 'ascending', cell: (row) => row.title },
  {
    id: 'package',
    header: 'Package',
    width: 108,
    grow: 1,
    sort: 'ascending',
    cell: (row) => <span className="mono">{row.package}</span>,
  },
  { id: 'assets', header: 'Assets', width: 64, align: 'end', sort: 'descending', cell: (row) => row.assets },
  {
    id: 'signals',
    header: 'Signals',
    width: 96,
    cell: (row) => (
      <span style={{ display: 'inline-flex', gap: 4 }}>
        {row.kev && <Badge tone="high">KEV</Badge>}
        {row.fix ? <Badge tone="ok">fix</Badge> : <span className="muted">no fix</span>}
      </span>
    ),
  },
  {
    id: 'risk',
    header: 'Risk',
    width: 112,
    align: 'end',
    sort: 'descending',
    cell: (row) => <Meter value={row.risk} label="Risk" />,
  },
  { id: 'owner', header: 'Owner', width: 120, hidden: true, cell: () => 'Platform team' },
]

const recent = ['status:open and severity:critical', 'asset.tags:internet-facing']

export function FindingsPage() {
  const [query, setQuery] = useState('status:open and severity:[3 .. 5] and asset.tags:internet-facing group by fix')
  const [open, setOpen] = useState<string | undefined>('f01')
  const [sort, setSort] = useState<GridSort>({ column: 'risk', descending: true })
  const [selection, setSelection] = useState(nothingSelected)
  const [shown, setShown] = useState<readonly string[] | undefined>(undefined)
  const [chosen, setChosen] = useState(
    new Set(['severity critical', 'severity high', 'severity medium', 'tag internet-facing']),
  )
  const [fresh, setFresh] = useState(0)
  const source = useMemo(() => ({ ...rowsHere(data.rows), total: 719 }), [])
  const at = data.rows.findIndex((row) => row.id === open)
  const current = data.rows[at]
  return (
    <ListLayout
      header={
        <PageHeader
          title="Findings"
          note="719 open on 131 assets"
          actions={
            <>
              <Button icon={IconBookmark} onClick={() => toast({ message: 'View saved as “By fix”', undo: () => {} })}>
                Save view
              </Button>
              <Button icon={IconDownload}>Export</Button>
              <Button icon={IconBellPlus} look="primary" onClick={() => setFresh(12)}>
                Alert on this
              </Button>
            </>
          }
        />
      }
      query={
        <QueryBar
          value={query}
          onRun={setQuery}
          language={toyLanguage}
          recent={recent}
          placeholder="Everything. Type a field, a value, a word …"
        />
      }
      views={
        <SavedViews
          current="fix"
          views={[
            { id: 'fix', label: 'By fix', href: '?page=findings' },
            { id: 'cve', label: 'By CVE', href: '?page=findings&view=cve' },
            { id: 'asset', label: 'By asset', href: '?page=findings&view=asset' },
            { id: 'new', label: 'New this week', href: '?page=findings&view=new', count: 38 },
            { id: 'due', label: 'Past due', href: '?page=findings&view=due', count: 12 },
            { id: 'back', label: 'Reopened', href: '?page=findings&view=back', count: 3 },
          ]}
        >
          <Freshness
            asOf="10:14"
            notes={[
              { label: '3 of 131 assets not seen for 7 days', href: '?page=asset' },
              { label: '11 not assessed', href: '?page=states' },
            ]}
          />
        </SavedViews>
      }
      facets={
        <FacetPanel
          facets={data.facets.map((facet) => ({
            id: facet.id,
            label: facet.label,
            values: facet.values.map(([value, count]) => ({
              value: String(value),
              said: facet.id === 'severity' ? severityWord(value as SeverityName) : String(value),
              label: facet.id === 'severity' ? <SeverityMark severity={value as SeverityName} /> : String(value),
              count: Number(count),
              chosen: chosen.has(`${facet.id} ${value}`),
              notAssessed: value === 'not assessed',
            })),
            more: facet.id === 'tag' ? 14 : undefined,
          }))}
          onToggle={(facet, value, on) => {
            const next = new Set(chosen)
            if (on) next.add(`${facet} ${value}`)
            else next.delete(`${facet} ${value}`)
            setChosen(next)
          }}
          onOnly={(facet, value) =>
            setChosen(new Set([...[...chosen].filter((name) => !name.startsWith(facet)), `${facet} ${value}`]))
          }
          onMore={() => {}}
        />
      }
      grid={
        <DataGrid
          id="findings"
          label="Findings"
          columns={columns}
          source={source}
          rowId={(row) => row.id}
          rowName={(row) => row.title}
          sort={sort}
          onSort={setSort}
          open={open}
          onOpen={(row) => setOpen(row.id)}
          selection={selection}
          onSelection={setSelection}
          shown={shown}
          onShown={setShown}
          fresh={{ count: fresh, onLoad: () => setFresh(0) }}
          empty={<EmptyState kind="filtered" what="findings" filters={2} onClear={() => {}} />}
        />
      }
      bulk={
        <BulkBar selection={selection} total={719} what="findings" onSelection={setSelection}>
          <Button icon={IconHandStop} keys="a">
            Accept risk…
          </Button>
        </BulkBar>
      }
      drawer={
        current && (
          <FindingDrawer
            finding={current}
            onClose={() => setOpen(undefined)}
            onNext={at < data.rows.length - 1 ? () => setOpen(data.rows[at + 1]?.id) : undefined}
            onBefore={at > 0 ? () => setOpen(data.rows[at - 1]?.id) : undefined}
          />
        )
      }
    />
  )
}
