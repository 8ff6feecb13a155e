import { Badge, FromProvider, type GridColumn, RelativeTime, type Tone } from '@holdfast/design'
import { type Alert, type Channel, type Delivery, placeWords, triggerWords } from './alert.ts'

export const stateTone: Readonly<Record<Alert['state'] | Channel['state'] | Delivery['state'], Tone>> = {
  watching: 'ok',
  new: 'neutral',
  muted: 'neutral',
  off: 'neutral',
  stopped: 'high',
  well: 'ok',
  failing: 'high',
  paused: 'high',
  waiting: 'neutral',
  sending: 'neutral',
  delivered: 'ok',
  failed: 'high',
  folded: 'neutral',
}

const ago = (at: string | null) => (at ? <RelativeTime at={at} /> : <span className="muted">never</span>)

export const alertColumns: readonly GridColumn<Alert>[] = [
  {
    id: 'name',
    header: 'Alert',
    width: 200,
    grow: 1,
    cell: ({ id, name }) => (
      <>
        {name} <FromProvider kind="alert" id={id} />
      </>
    ),
  },
  { id: 'state', header: 'State', width: 100, cell: ({ state }) => <Badge tone={stateTone[state]}>{state}</Badge> },
  { id: 'list', header: 'Watches', width: 110, cell: ({ list }) => list },
  {
    id: 'query',
    header: 'Query',
    width: 220,
    grow: 2,
    cell: ({ query, problem }) => <span className="mono">{problem ?? (query || 'everything')}</span>,
  },
  { id: 'trigger', header: 'Tells', width: 220, grow: 1, cell: ({ trigger }) => triggerWords(trigger) },
  {
    id: 'channels',
    header: 'Through',
    width: 150,
    grow: 1,
    cell: ({ channels }) => channels.map(({ name }) => name).join(', ') || '–',
  },
  { id: 'matching', header: 'Matching', width: 90, align: 'end', cell: ({ matching }) => matching },
  { id: 'fired', header: 'Last told', width: 100, align: 'end', cell: ({ firedAt }) => ago(firedAt) },
]

export const channelColumns: readonly GridColumn<Channel>[] = [
  { id: 'name', header: 'Channel', width: 200, grow: 1, cell: ({ name }) => name },
  { id: 'kind', header: 'Kind', width: 90, cell: ({ kind }) => kind },
  { id: 'place', header: 'To', width: 240, grow: 2, cell: (channel) => placeWords(channel) },
  { id: 'state', header: 'State', width: 90, cell: ({ state }) => <Badge tone={stateTone[state]}>{state}</Badge> },
  { id: 'problem', header: 'Last answer', width: 220, grow: 2, cell: ({ problem }) => problem ?? '–' },
  { id: 'waiting', header: 'Waiting', width: 80, align: 'end', cell: ({ waiting }) => waiting },
  { id: 'delivered', header: 'Delivered', width: 100, align: 'end', cell: ({ deliveredAt }) => ago(deliveredAt) },
]

export const deliveryColumns: readonly GridColumn<Delivery>[] = [
  { id: 'summary', header: 'Message', width: 280, grow: 3, cell: ({ summary }) => summary },
  { id: 'channel', header: 'Through', width: 150, grow: 1, cell: ({ channel }) => channel.name },
  { id: 'state', header: 'State', width: 100, cell: ({ state }) => <Badge tone={stateTone[state]}>{state}</Badge> },
  { id: 'attempts', header: 'Tries', width: 60, align: 'end', cell: ({ attempts }) => attempts },
  { id: 'answer', header: 'Last answer', width: 240, grow: 2, cell: ({ answer }) => answer ?? '–' },
  { id: 'at', header: 'Made', width: 100, align: 'end', cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
]
