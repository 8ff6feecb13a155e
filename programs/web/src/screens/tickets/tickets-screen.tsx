import {
  addressOf,
  Button,
  type GridColumn,
  ListScreen,
  RelativeTime,
  SeverityMark,
  type SeverityName,
  StatusMark,
  useClient,
} from '@holdfast/design'
import { IconListCheck, IconPlus } from '@tabler/icons-react'
import { NewTicketsDrawer } from './new-tickets-drawer.tsx'
import { PolicyDrawer } from './policy-drawer.tsx'
import { stateMarks, type Ticket, type TicketState } from './ticket.ts'
import { TicketDrawer } from './ticket-drawer.tsx'

const columns: readonly GridColumn<Ticket>[] = [
  {
    id: 'number',
    header: 'Ticket',
    width: 84,
    sort: 'descending',
    cell: ({ number }) => <span className="mono">#{number}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: 108,
    cell: ({ state }) => <StatusMark status={stateMarks[state].status}>{stateMarks[state].word}</StatusMark>,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: 88,
    sort: 'descending',
    cell: ({ severity }) => <SeverityMark severity={severity} />,
  },
  {
    id: 'title',
    header: 'What is to be done',
    width: 220,
    grow: 5,
    cell: ({ title }) => <span title={title}>{title}</span>,
  },
  { id: 'findings', header: 'Findings', width: 78, align: 'end', cell: ({ findings }) => findings },
  {
    id: 'assignee',
    header: 'Who',
    width: 130,
    grow: 1,
    cell: ({ assignee }) => assignee?.name ?? <span className="muted">nobody yet</span>,
  },
  {
    id: 'due',
    header: 'Due',
    width: 110,
    align: 'end',
    sort: 'ascending',
    cell: ({ dueAt, overdue }) =>
      dueAt === null ? (
        <span className="muted">–</span>
      ) : overdue ? (
        <StatusMark status="failed">
          <RelativeTime at={dueAt} />
        </StatusMark>
      ) : (
        <RelativeTime at={dueAt} />
      ),
  },
  {
    id: 'opened',
    header: 'Opened',
    width: 100,
    align: 'end',
    sort: 'descending',
    cell: ({ openedAt }) => <RelativeTime at={openedAt} />,
  },
]

const facets = [
  {
    token: 'state',
    label: 'State',
    render: (value: string) => {
      const mark = stateMarks[value as TicketState]
      return <StatusMark status={mark.status}>{mark.word}</StatusMark>
    },
  },
  {
    token: 'severity',
    label: 'Severity',
    render: (value: string) => <SeverityMark severity={value as SeverityName} />,
  },
  { token: 'assignee', label: 'Who' },
  { token: 'overdue', label: 'Overdue' },
]
const views = [
  { id: 'open', label: 'To be done', query: 'state:[open, reopened]' },
  { id: 'overdue', label: 'Overdue', query: 'overdue:true' },
  { id: 'unassigned', label: 'Nobody’s', query: 'state:[open, reopened] and not assignee:*' },
  { id: 'resolved', label: 'Said to be done', query: 'state:resolved' },
  { id: 'fixed', label: 'Fixed', query: 'state:fixed' },
  { id: 'ignored', label: 'Ignored', query: 'state:ignored' },
]
const usual = { query: 'state:[open, reopened]', sort: { column: 'number', descending: true } }
const live = {
  topic: 'ticket.',
  token: 'number',
  idOf: ({ body }: { body: unknown }) => (body as { ticket?: number } | null)?.ticket?.toString(),
}
const empty = {
  kind: 'new',
  title: 'Nothing is to be done',
  words: 'Open a ticket on a finding, or let a policy open them. Only evidence closes one as fixed.',
  action: <Button href="/findings">To the findings</Button>,
} as const

/** Work on findings: who is to do it, until when, and where it stands. */
export function Screen() {
  const { may } = useClient()
  const writes = may('tickets:write')
  return (
    <ListScreen<Ticket>
      entity="tickets"
      path="/tickets"
      title="Tickets"
      what="tickets"
      columns={columns}
      facets={facets}
      usual={usual}
      views={views}
      keepsViews={false}
      rowId={(row) => String(row.number)}
      rowName={(row) => `#${row.number} ${row.title}`}
      live={live}
      actions={
        <>
          <Button icon={IconListCheck} href={addressOf('/tickets', { row: 'policy' })}>
            Policy
          </Button>
          {writes && (
            <Button look="primary" icon={IconPlus} href={addressOf('/tickets', { row: 'new' })}>
              Open tickets
            </Button>
          )}
        </>
      }
      drawer={(id, _, { onClose, renew }) =>
        id === 'new' ? (
          <NewTicketsDrawer onClose={onClose} />
        ) : id === 'policy' ? (
          <PolicyDrawer onClose={onClose} />
        ) : (
          <TicketDrawer key={id} number={id} onClose={onClose} onChanged={renew} />
        )
      }
      empty={empty}
      usualEmpty={empty}
    />
  )
}
