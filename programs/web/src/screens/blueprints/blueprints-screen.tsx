import {
  Button,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  RelativeTime,
  urlOptional,
  useClient,
  useUrlState,
  WholeGrid,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { type Blueprint, resultsOf, useBlueprints } from './blueprint.ts'
import { BlueprintDrawer } from './blueprint-drawer.tsx'

const codecs = { row: urlOptional() }
const count = (
  id: string,
  header: string,
  of: (tenants: Blueprint['tenants']) => number,
  state: string,
): GridColumn<Blueprint> => ({
  id,
  header,
  width: 90,
  align: 'end',
  cell: (row) => <MetricLink value={of(row.tenants)} href={resultsOf(row, state)} />,
})
const words = { draft: 'not pushed yet', placed: 'in the tenants', removed: 'withdrawn', left: 'left to the tenants' }

const columns: readonly GridColumn<Blueprint>[] = [
  { id: 'name', header: 'Name', width: 180, grow: 1, cell: (row) => row.name },
  {
    id: 'targets',
    header: 'For',
    width: 180,
    grow: 1,
    cell: (row) => (row.targets === '' ? 'all tenants' : <span className="mono">{row.targets}</span>),
  },
  { id: 'state', header: 'State', width: 130, cell: (row) => words[row.wanted] },
  count('done', 'Done', ({ done }) => done, 'done'),
  count('partly', 'In part', ({ partly }) => partly, 'partly'),
  count('waiting', 'Waiting', ({ waiting }) => waiting, 'waiting'),
  count('failed', 'Failed', ({ failed }) => failed, 'failed'),
  {
    id: 'pushed',
    header: 'Pushed',
    width: 110,
    align: 'end',
    cell: ({ pushedAt }) => (pushedAt ? <RelativeTime at={pushedAt} /> : <span className="muted">–</span>),
  },
]

/** What a provider gives to its tenants and keeps alike there. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const list = useBlueprints()
  const { data } = list
  const mayWrite = may('blueprints:write')
  const shown = data?.find(({ id }) => id === open)
  const button = mayWrite && (
    <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
      New blueprint
    </Button>
  )
  return (
    <ListLayout
      header={
        <PageHeader
          title="Blueprints"
          note="Roles, tags, views, boards, alerts and settings of yours that tenants get"
          actions={button}
        />
      }
      grid={
        <WholeGrid
          id="blueprints"
          what="blueprints"
          list={list}
          columns={columns}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          open={open}
          onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
          empty={{
            title: 'Nothing is given to tenants yet',
            words:
              'Choose what all of them, or some, shall have alike. They cannot change it while they let you in, and keep what they have of their own.',
            action: button,
          }}
        />
      }
      drawer={
        shown || (open === 'new' && mayWrite) ? (
          <BlueprintDrawer
            key={open}
            blueprint={shown}
            onClose={() => setUrl({ row: undefined }, { replace: true })}
            onMade={(row) => setUrl({ row }, { replace: true })}
          />
        ) : undefined
      }
    />
  )
}
