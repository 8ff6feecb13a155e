import { addressOf, KeyValue, RelativeTime, SelectField, SeverityMark, StatusMark, useClient } from '@holdfast/design'
import { stateMarks, type TicketPage, usePeople } from './ticket.ts'
import classes from './tickets.module.css'

/** Where a ticket stands, who has it, and what it covers. */
export function TicketTold({
  ticket,
  onGive,
}: {
  ticket: TicketPage
  /** Absent for who may not change it. */
  onGive: ((assignee: string | null) => void) | undefined
}) {
  const { may } = useClient()
  const gives = onGive !== undefined && may('members:read')
  const people = usePeople(gives).data ?? []
  const mark = stateMarks[ticket.state]
  const { assignee } = ticket
  const known = assignee === null || people.some(({ id }) => id === assignee.id) ? people : [assignee, ...people]
  return (
    <>
      <KeyValue
        items={[
          { label: 'State', value: <StatusMark status={mark.status}>{mark.word}</StatusMark> },
          { label: 'Since', value: <RelativeTime at={ticket.stateSince} /> },
          ...(ticket.ignoredUntil === null
            ? []
            : [{ label: 'Opens again', value: <RelativeTime at={ticket.ignoredUntil} /> }]),
          { label: 'Severity', value: <SeverityMark severity={ticket.severity} /> },
          {
            label: 'Due',
            value:
              ticket.dueAt === null ? (
                'no date'
              ) : ticket.overdue ? (
                <StatusMark status="failed">
                  <RelativeTime at={ticket.dueAt} />
                </StatusMark>
              ) : (
                <RelativeTime at={ticket.dueAt} />
              ),
          },
          ...(gives ? [] : [{ label: 'Who', value: assignee?.name ?? 'nobody yet' }]),
          { label: 'Opened', value: <RelativeTime at={ticket.openedAt} /> },
        ]}
      />
      {gives && (
        <SelectField
          label="Who"
          value={assignee?.id ?? ''}
          onChange={(value) => onGive(value === '' ? null : value)}
          options={[{ value: '', label: 'nobody yet' }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <ul className={classes.covers} aria-label="Findings">
        {ticket.covers.map((finding) => (
          <li key={finding.id}>
            <SeverityMark severity={finding.severity} />
            <a href={addressOf(`/findings/${encodeURIComponent(finding.id)}`, {})}>{finding.summary}</a>
            <span className="muted">
              {finding.asset.name}, {finding.disposition === 'none' ? finding.status : finding.disposition}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
