import {
  Button,
  Card,
  DataGrid,
  type GridColumn,
  KeyValue,
  PageHeader,
  rowsHere,
  SeverityMark,
  type SeverityName,
  Tabs,
  Timeline,
  type TimelineEntry,
  VerdictSentence,
} from '@holdfast/design'
import { IconArrowsLeftRight, IconRefresh, IconShieldBolt } from '@tabler/icons-react'
import { useState } from 'react'
import data from '../data/asset.json' with { type: 'json' }
import classes from './pages.module.css'

type Port = (typeof data.ports)[number]

const columns: readonly GridColumn<Port>[] = [
  { id: 'port', header: 'Port', width: 90, cell: (row) => <span className="mono">{row.port}</span> },
  { id: 'process', header: 'Process', width: 120, cell: (row) => row.process },
  {
    id: 'package',
    header: 'Package',
    width: 160,
    grow: 1,
    cell: (row) => <span className="muted">{row.package}</span>,
  },
  { id: 'reach', header: 'Reachable from', width: 120, cell: (row) => row.reach },
  { id: 'worst', header: 'Worst', width: 96, cell: (row) => <SeverityMark severity={row.worst as SeverityName} /> },
]

export function AssetPage() {
  const [tab, setTab] = useState('changed')
  return (
    <>
      <PageHeader
        title="edge-proxy-03"
        note="Debian 12.13 · 203.0.113.41 · agent 1.4, seen 8 s ago"
        actions={
          <>
            <Button icon={IconArrowsLeftRight}>Compare</Button>
            <Button icon={IconRefresh}>Collect now</Button>
            <Button look="primary" icon={IconShieldBolt}>
              Respond…
            </Button>
          </>
        }
      />
      <div className={classes.asset}>
        <div className={classes.column}>
          <VerdictSentence tone="critical" lead="Can be taken over from the internet through OpenSSH; holds card data.">
            Two upgrades bring its risk from 941 to 310.
          </VerdictSentence>
          <Tabs label="About this asset" value={tab} onChange={setTab} tabs={data.tabs}>
            <div className={classes.column}>
              <Card title="14 changes in 12 days" note="10 Nov 08:00 to now">
                <Timeline label="What changed" entries={data.changes as TimelineEntry[]} />
              </Card>
              <Card title="Listening" more={{ label: 'All ports', href: '?page=findings' }} flush>
                <div style={{ height: 178 }}>
                  <DataGrid
                    id="ports"
                    label="Listening ports"
                    columns={columns}
                    source={rowsHere(data.ports)}
                    rowId={(row) => row.port}
                    rowName={(row) => row.port}
                  />
                </div>
              </Card>
            </div>
          </Tabs>
        </div>
        <div className={classes.column}>
          <Card title="Risk" more={{ label: 'Why', href: '?page=findings' }}>
            <p className={classes.figure} data-tone="critical">
              941
            </p>
            <KeyValue align="end" items={data.risk} />
          </Card>
          <Card title="Who says so">
            <KeyValue align="end" quiet items={data.sources} />
            <p className="muted">
              One asset by machine id and instance id. <a href="?page=asset">Show the merge, or undo it</a>
            </p>
          </Card>
          <Card title="About it">
            <KeyValue items={data.about} />
          </Card>
        </div>
      </div>
    </>
  )
}
