import {
  Badge,
  Button,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  plural,
  RelativeTime,
  urlOptional,
  useClient,
  useShortcut,
  useUrlState,
  WholeGrid,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { type Network, useNetworks, useRenewNetworks } from './network.ts'
import { assetsOf, NetworkDrawer, sourcesOf } from './network-drawer.tsx'

const columns: readonly GridColumn<Network>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 220,
    grow: 2,
    cell: ({ name, isDefault }) => (
      <>
        {name} {isDefault && <Badge tone="neutral">default</Badge>}
      </>
    ),
  },
  {
    id: 'assets',
    header: 'Assets',
    width: 110,
    align: 'end',
    cell: (row) => <MetricLink value={row.assets} href={assetsOf(row)} />,
  },
  {
    id: 'sources',
    header: 'Sources',
    width: 110,
    align: 'end',
    cell: (row) => <MetricLink value={row.sources} href={sourcesOf(row)} />,
  },
  { id: 'made', header: 'Made', width: 120, align: 'end', cell: (row) => <RelativeTime at={row.createdAt} /> },
]
const codecs = { row: urlOptional() }

/** Networks, in each of which an address means one thing; and what is in each. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const list = useNetworks()
  const { data } = list
  useRenewNetworks()
  const makes = may('networks:write')
  const openNew = () => setUrl({ row: 'new' })
  useShortcut('+', 'Make a network', openNew, { when: makes })
  const button = makes && (
    <Button look="primary" icon={IconPlus} onClick={openNew}>
      Make a network
    </Button>
  )
  const network = data?.find(({ id }) => id === open)
  const close = () => setUrl({ row: undefined }, { replace: true })
  return (
    <ListLayout
      header={<PageHeader title="Networks" note={data && plural(data.length, 'network')} actions={button} />}
      grid={
        <WholeGrid
          id="networks"
          what="networks"
          list={list}
          columns={columns}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          open={open}
          onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
          empty={{
            title: 'No network yet',
            words: 'The first source that enrols brings the default one. Make others where address spaces overlap.',
            action: button,
          }}
        />
      }
      drawer={
        network || (open === 'new' && makes) ? (
          <NetworkDrawer key={network?.id ?? 'new'} network={network} onClose={close} />
        ) : undefined
      }
    />
  )
}
