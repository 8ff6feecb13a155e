import { severityValues } from '../../findings/index.ts'
import type { EntitySpec } from '../../search/index.ts'

/** Covered findings of a ticket. */
const findings = '(select count(*)::int from ticket_finding m where m.tenant_id = t.tenant_id and m.number = t.number)'

/** What one can ask of tickets. The rows have the aliases `t` (ticket) and `p` (who is to do it). */
export const ticketEntity: EntitySpec = {
  name: 'tickets',
  one: 'ticket',
  many: 'tickets',
  summary: 'Work on findings: who is to do it, until when, and where it stands.',
  freeText: ['title'],
  defaultSort: [{ token: 'number', descending: true }],
  sql: {
    from: 'ticket t left join person p on p.id = t.assignee',
    tenant: 't.tenant_id',
    id: 't.number',
  },
  tokens: [
    {
      name: 'number',
      type: 'number',
      summary: 'Its number.',
      required: true,
      sortable: true,
      sql: { column: 't.number', type: 'integer' },
    },
    { name: 'title', type: 'text', summary: 'What is to be done.', required: true, sql: { column: 't.title' } },
    {
      name: 'state',
      type: 'enum',
      summary: 'open, reopened, resolved (a person says so), fixed (evidence says so), ignored, invalid.',
      required: true,
      facet: true,
      values: [
        { name: 'open', summary: 'to be done' },
        { name: 'reopened', summary: 'to be done again' },
        { name: 'resolved', summary: 'somebody says that it is done' },
        { name: 'fixed', summary: 'evidence says that it is done' },
        { name: 'ignored', summary: 'not to be done, for now' },
        { name: 'invalid', summary: 'none of its findings is left' },
        { name: 'living', means: 'state:[open, reopened, resolved, ignored]' },
      ],
      examples: ['state:[open, reopened] and due < now'],
      sql: { column: "(case when t.standing = 'open' and t.times_reopened > 0 then 'reopened' else t.standing end)" },
    },
    {
      name: 'severity',
      type: 'enum',
      summary: 'Of its worst open finding.',
      ordered: true,
      required: true,
      sortable: true,
      facet: true,
      values: severityValues,
      sql: { column: 't.severity', type: 'smallint' },
    },
    {
      name: 'assignee',
      type: 'text',
      summary: 'Name of who is to do it.',
      facet: true,
      sql: { column: 'p.name' },
    },
    { name: 'assignee.id', type: 'keyword', summary: 'Public id of who is to do it.', sql: { column: 'p.public_id' } },
    { name: 'due', type: 'date', summary: 'Until when.', sortable: true, sql: { column: 't.due_at' } },
    {
      name: 'overdue',
      type: 'boolean',
      summary: 'Whether its time is over and it is to be done still.',
      required: true,
      facet: true,
      sql: { column: "(t.standing = 'open' and coalesce(t.due_at < now(), false))" },
    },
    {
      name: 'opened',
      type: 'date',
      summary: 'When it was opened.',
      required: true,
      sortable: true,
      sql: { column: 't.opened_at' },
    },
    {
      name: 'stateSince',
      type: 'date',
      summary: 'Since when it stands so.',
      required: true,
      sql: { column: 't.standing_since' },
    },
    {
      name: 'openedBy',
      type: 'keyword',
      summary: 'Public id of who opened it, or policy: and the rule.',
      required: true,
      sql: { column: 't.opened_by' },
    },
    {
      name: 'findings',
      type: 'number',
      summary: 'How many findings it covers.',
      required: true,
      sql: { column: findings, type: 'integer' },
    },
  ],
}
