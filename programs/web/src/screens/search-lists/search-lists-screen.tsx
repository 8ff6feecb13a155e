import {
  Button,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  plural,
  RelativeTime,
  urlOptional,
  useClient,
  useUrlState,
  WholeGrid,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { findingsOn, type SearchList, useSearchLists } from './search-list.ts'
import { SearchListDrawer } from './search-list-drawer.tsx'

const columns: readonly GridColumn<SearchList>[] = [
  { id: 'name', header: 'Name', width: 200, grow: 2, cell: ({ name }) => name },
  {
    id: 'asks',
    header: 'What is on it',
    width: 260,
    grow: 3,
    cell: ({ ids, query }) =>
      query === null ? (
        <span className="muted">{plural(ids?.length ?? 0, 'id')}, named by hand</span>
      ) : (
        <span className="mono">{query}</span>
      ),
  },
  { id: 'checks', header: 'Checks', width: 90, align: 'end', cell: ({ checks }) => checks.toLocaleString('en') },
  {
    id: 'findings',
    header: 'Open findings',
    width: 120,
    align: 'end',
    cell: (row) => <MetricLink value={row.findings} href={findingsOn(row)} />,
  },
  { id: 'changed', header: 'Changed', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.updatedAt} /> },
]
const codecs = { row: urlOptional() }

/** Named sets of checks, for rules, policies, views and alerts to ask for. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const list = useSearchLists()
  const { data } = list
  const writes = may('search-lists:write')
  const button = writes && (
    <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
      Make a list
    </Button>
  )
  const chosen = data?.find(({ id }) => id === open)
  return (
    <ListLayout
      header={<PageHeader title="Search lists" note={data && plural(data.length, 'list')} actions={button} />}
      grid={
        <WholeGrid
          id="search-lists"
          what="search lists"
          list={list}
          columns={columns}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          open={open}
          onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
          empty={{
            title: 'No search list yet',
            words:
              'Name a set of checks once, by a query or one by one: rules about time, policies of tickets, alerts, boards and views then ask for it as searchList.',
            action: button,
          }}
        />
      }
      drawer={
        chosen || (open === 'new' && writes) ? (
          <SearchListDrawer
            key={chosen?.id ?? 'new'}
            list={chosen}
            onClose={() => setUrl({ row: undefined }, { replace: true })}
          />
        ) : undefined
      }
    />
  )
}
