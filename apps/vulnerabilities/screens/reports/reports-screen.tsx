import {
  Button,
  formatCount,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  RelativeTime,
  urlOptional,
  useClient,
  useUrlState,
  WholeGrid,
} from '@holdfast/design'
import { IconFileUpload } from '@tabler/icons-react'
import { ImportDrawer } from './import-drawer.tsx'
import { type Report, reportedFindings, useReports } from './report.ts'
import { ReportDrawer } from './report-drawer.tsx'

const columns: readonly GridColumn<Report>[] = [
  { id: 'name', header: 'Report', width: 240, grow: 2, cell: ({ name }) => name },
  { id: 'assets', header: 'Assets', width: 100, align: 'end', cell: ({ assets }) => formatCount(assets) },
  { id: 'findings', header: 'Weaknesses', width: 110, align: 'end', cell: ({ findings }) => formatCount(findings) },
  { id: 'observedAt', header: 'Newest', width: 120, align: 'end', cell: (row) => <RelativeTime at={row.observedAt} /> },
  { id: 'oldestAt', header: 'Oldest', width: 120, align: 'end', cell: (row) => <RelativeTime at={row.oldestAt} /> },
]
const codecs = { row: urlOptional() }

/** Reports of other scanners: what they say now, and the way in for the next one. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const list = useReports()
  const { data } = list
  const imports = may('vulnerabilities:import')
  const button = imports && (
    <Button look="primary" icon={IconFileUpload} onClick={() => setUrl({ row: 'import' })}>
      Import a report
    </Button>
  )
  const report = data?.find(({ name }) => name === open)
  const close = () => setUrl({ row: undefined }, { replace: true })
  return (
    <ListLayout
      header={
        <PageHeader
          title="Reports of other scanners"
          note={data && plural(data.length, 'report')}
          actions={
            <>
              {data && data.length > 0 && <Button href={reportedFindings}>What they found</Button>}
              {button}
            </>
          }
        />
      }
      grid={
        <WholeGrid
          id="reports"
          what="reports"
          list={list}
          columns={columns}
          rowId={(row) => row.name}
          rowName={(row) => row.name}
          open={open}
          onOpen={(row) => setUrl({ row: row.name }, { replace: open !== undefined })}
          empty={{
            title: 'No report was imported yet',
            words:
              'Nessus, OpenVAS, Qualys, Trivy, Grype, SARIF and others: what they found becomes findings here, with one history and the same exceptions. The same report twice changes nothing.',
            action: button,
          }}
        />
      }
      drawer={
        open === 'import' && imports ? (
          <ImportDrawer onClose={close} />
        ) : report ? (
          <ReportDrawer key={report.name} report={report} onClose={close} />
        ) : undefined
      }
    />
  )
}
