import {
  addressOf,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  rowsHere,
  SavedViews,
  Skeleton,
  urlChoice,
  urlOptional,
  useClient,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconMailCog, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { watchable } from './alert.ts'
import { AlertDrawer } from './alert-drawer.tsx'
import { AlertEditor } from './alert-editor.tsx'
import { ChannelDrawer } from './channel-drawer.tsx'
import { ChannelEditor } from './channel-editor.tsx'
import { alertColumns, channelColumns, deliveryColumns } from './columns.tsx'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { MailServerEditor } from './mail-server-editor.tsx'
import { useAlerts, useChannelNames, useChannels, useDeliveries, useLiveAlerts } from './use-alerts.ts'

const codecs = {
  row: urlOptional(),
  view: urlChoice(['alerts', 'channels', 'deliveries'], 'alerts'),
  make: urlOptional(),
  query: urlOptional(),
  name: urlOptional(),
}

/** Alerts, the channels that they tell through, and the log of what was sent. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open, view, make, query, name }, setUrl] = useUrlState(codecs)
  useLiveAlerts()
  const alerts = useAlerts()
  const channels = useChannels(may('channels:read'))
  const names = useChannelNames(may('alerts:write'))
  const deliveries = useDeliveries(may('deliveries:read') && view === 'deliveries')
  const mayMake = view === 'alerts' ? may('alerts:write') : view === 'channels' && may('channels:write')
  const openMake = () => setUrl({ make: view === 'channels' ? 'channel' : 'findings', row: undefined })
  useShortcut('+', view === 'channels' ? 'Make a channel' : 'Make an alert', openMake, { when: mayMake })
  const button = mayMake && (
    <Button look="primary" icon={IconPlus} onClick={openMake}>
      {view === 'channels' ? 'New channel' : 'New alert'}
    </Button>
  )
  const views = [
    { id: 'alerts', label: 'Alerts', href: '/alerts' },
    ...(may('channels:read')
      ? [{ id: 'channels', label: 'Channels', href: addressOf('/alerts', { view: 'channels' }) }]
      : []),
    ...(may('deliveries:read')
      ? [{ id: 'deliveries', label: 'Deliveries', href: addressOf('/alerts', { view: 'deliveries' }) }]
      : []),
  ]
  const close = () => setUrl({ row: undefined, make: undefined, query: undefined, name: undefined }, { replace: true })
  const onOpen = (id: string) => setUrl({ row: id, make: undefined }, { replace: open !== undefined })
  const list = view === 'alerts' ? alerts : view === 'channels' ? channels : deliveries
  const known = channels.data ?? []

  let grid: ReactNode
  if (list.error)
    grid = (
      <EmptyState
        kind="error"
        title="The list could not be loaded"
        words={list.error.message}
        onRetry={() => list.refetch()}
      />
    )
  else if (!list.data) grid = <Skeleton lines={5} label="Loading" />
  else if (view === 'alerts')
    grid = (
      <Rows
        id="alerts"
        label="Alerts"
        rows={alerts.data ?? []}
        columns={alertColumns}
        rowName={(row) => row.name}
        open={open}
        onOpen={onOpen}
        empty={
          <EmptyState
            kind="new"
            title="Nothing is watched yet"
            words="An alert watches a query: it tells of each finding or asset that begins to match, of many within a time, or sends what matches at a time of day."
            action={button}
          />
        }
      />
    )
  else if (view === 'channels')
    grid = (
      <Rows
        id="channels"
        label="Channels"
        rows={known}
        columns={channelColumns}
        rowName={(row) => row.name}
        open={open}
        onOpen={onOpen}
        empty={
          <EmptyState
            kind="new"
            title="No channel yet"
            words="A channel says where alerts go: addresses of mail, a signed webhook, or a receiver of syslog."
            action={button}
          />
        }
      />
    )
  else
    grid = (
      <Rows
        id="deliveries"
        label="Deliveries"
        rows={deliveries.data ?? []}
        columns={deliveryColumns}
        rowName={(row) => row.summary}
        open={open}
        onOpen={onOpen}
        empty={
          <EmptyState
            kind="new"
            title="Nothing was sent yet"
            words="What alerts send is listed here with every try and its answer, for 30 days."
          />
        }
      />
    )

  const alert = view === 'alerts' ? alerts.data?.find(({ id }) => id === open) : undefined
  const channel = view === 'channels' ? known.find(({ id }) => id === open) : undefined
  const begin = {
    list: watchable.some(({ value }) => value === make) ? make! : 'findings',
    query: query ?? '',
    name: name ?? '',
  }
  const failing = known.filter(({ state }) => state !== 'well').length
  const note =
    alerts.data &&
    `${plural(alerts.data.length, 'alert')}${failing > 0 ? `, ${plural(failing, 'channel')} in trouble` : ''}`

  return (
    <ListLayout
      header={
        <PageHeader
          title="Alerts"
          note={note}
          actions={
            <>
              {view === 'channels' && mayMake && (
                <Button icon={IconMailCog} onClick={() => setUrl({ make: 'mail-server', row: undefined })}>
                  Mail server
                </Button>
              )}
              {button}
            </>
          }
        />
      }
      views={<SavedViews label="Views" views={views} current={view} />}
      grid={grid}
      drawer={
        make === 'mail-server' && mayMake ? (
          <MailServerEditor onClose={close} />
        ) : make === 'channel' && mayMake ? (
          <ChannelEditor onClose={close} />
        ) : make !== undefined && mayMake && names.data ? (
          <AlertEditor
            key={make}
            begin={begin}
            channels={names.data}
            onClose={close}
            onSaved={(id) => setUrl({ row: id, make: undefined, query: undefined, name: undefined }, { replace: true })}
          />
        ) : alert ? (
          <AlertDrawer key={alert.id} alert={alert} channels={names.data ?? []} onClose={close} />
        ) : channel ? (
          <ChannelDrawer key={channel.id} channel={channel} onClose={close} />
        ) : view === 'deliveries' && open !== undefined ? (
          <DeliveryDrawer key={open} id={open} onClose={close} />
        ) : undefined
      }
    />
  )
}

/** A grid of a list that is here as a whole. */
function Rows<Row extends { readonly id: string }>({
  rows,
  onOpen,
  ...grid
}: {
  rows: readonly Row[]
  id: string
  label: string
  columns: readonly GridColumn<Row>[]
  rowName: (row: Row) => string
  open: string | undefined
  onOpen: (id: string) => void
  empty: ReactNode
}) {
  const source = useMemo(() => rowsHere(rows), [rows])
  return <DataGrid source={source} rowId={(row) => row.id} onOpen={(row) => onOpen(row.id)} {...grid} />
}
