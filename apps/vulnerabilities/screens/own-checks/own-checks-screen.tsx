import {
  Button,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  plural,
  RelativeTime,
  SeverityMark,
  urlOptional,
  useClient,
  useUrlState,
  WholeGrid,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { assetsOf, type OwnCheck, useOwnChecks } from './own-check.ts'
import { OwnCheckDrawer } from './own-check-drawer.tsx'

const columns: readonly GridColumn<OwnCheck>[] = [
  { id: 'severity', header: 'Severity', width: 88, cell: (row) => <SeverityMark severity={row.severity} /> },
  { id: 'title', header: 'What is wrong', width: 220, grow: 3, cell: ({ title }) => title },
  { id: 'name', header: 'Check', width: 150, grow: 1, cell: ({ name }) => <span className="mono">{name}</span> },
  {
    id: 'query',
    header: 'Assets that',
    width: 220,
    grow: 2,
    cell: ({ tag }) => <span className="mono">{tag.query ?? `tags:${tag.path}`}</span>,
  },
  {
    id: 'assets',
    header: 'Assets',
    width: 90,
    align: 'end',
    cell: (row) => <MetricLink value={row.assets} href={assetsOf(row)} />,
  },
  { id: 'made', header: 'Made', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.createdAt} /> },
]
const codecs = { row: urlOptional() }

/** Checks that people made: what a query finds has a weakness. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const list = useOwnChecks()
  const { data } = list
  const writes = may('vulnerabilities:write') && may('tags:write')
  const button = writes && (
    <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
      Make a check
    </Button>
  )
  const check = data?.find(({ id }) => id === open)
  return (
    <ListLayout
      header={<PageHeader title="Checks of your own" note={data && plural(data.length, 'check')} actions={button} />}
      grid={
        <WholeGrid
          id="own-checks"
          what="checks of your own"
          list={list}
          columns={columns}
          rowId={(row) => row.id}
          rowName={(row) => row.title}
          open={open}
          onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
          empty={{
            title: 'No check of your own yet',
            words:
              'Say what you know and no scanner does: every asset that a query finds has the finding, for as long as it finds it.',
            action: button,
          }}
        />
      }
      drawer={
        check || (open === 'new' && writes) ? (
          <OwnCheckDrawer
            key={check?.id ?? 'new'}
            check={check}
            onClose={() => setUrl({ row: undefined }, { replace: true })}
          />
        ) : undefined
      }
    />
  )
}
