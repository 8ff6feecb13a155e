import { composeEntity } from '../../../search/index.ts'
import { ticketEntity } from '../../entities/ticket-entity.ts'
import type { Searchable } from '../../search/searchable.ts'
import { ticketSchema } from './ticket-schemas.ts'

/** Tickets as the query language asks for them. */
export const ticketList: Searchable = {
  path: '/tickets',
  summary: 'Tickets',
  permission: 'tickets:read',
  entity: composeEntity(ticketEntity, []),
  item: ticketSchema,
  columns: {
    'assignee.id': ['assignee', 'id'],
    assignee: ['assignee', 'name'],
    due: ['dueAt'],
    opened: ['openedAt'],
  },
  usualColumns: ['number', 'state', 'severity', 'title', 'assignee', 'dueAt', 'findings', 'openedAt', 'openedBy'],
  select: {
    number: 't.number',
    title: 't.title',
    severity: "(array['info', 'low', 'medium', 'high', 'critical'])[t.severity]",
    state: "case when t.standing = 'open' and t.times_reopened > 0 then 'reopened' else t.standing end",
    stateSince: 't.standing_since',
    ignoredUntil: 't.ignored_until',
    timesReopened: 't.times_reopened',
    assignee: `case when p.id is not null then jsonb_build_object('id', p.public_id, 'name', p.name) end`,
    dueAt: 't.due_at',
    overdue: "(t.standing = 'open' and coalesce(t.due_at < now(), false))",
    findings: '(select count(*)::int from ticket_finding m where m.tenant_id = t.tenant_id and m.number = t.number)',
    openedBy: 't.opened_by',
    openedAt: 't.opened_at',
  },
}
