import {
  Badge,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  plural,
  RelativeTime,
  rowsHere,
  Skeleton,
  urlOptional,
  useClient,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
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
  const { data, error, refetch } = useNetworks()
  useRenewNetworks()
  const source = useMemo(() => rowsHere(data ?? []), [data])
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
        error ? (
          <EmptyState
            kind="error"
            title="The networks could not be loaded"
            words={error.message}
            onRetry={() => refetch()}
          />
        ) : !data ? (
          <Skeleton lines={5} label="Loading the networks" />
        ) : (
          <DataGrid
            id="networks"
            label="Networks"
            columns={columns}
            source={source}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            open={open}
            onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
            empty={
              <EmptyState
                kind="new"
                title="No network yet"
                words="The first source that enrols brings the default one. Make others where address spaces overlap."
                action={button}
              />
            }
          />
        )
      }
      drawer={
        network || (open === 'new' && makes) ? (
          <NetworkDrawer key={network?.id ?? 'new'} network={network} onClose={close} />
        ) : undefined
      }
    />
  )
}
