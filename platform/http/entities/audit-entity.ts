import type { EntitySpec } from '../../search/index.ts'

/**
 * The actor's name, out of the canonical text of an entry. The text is not read as JSON for this: a name with a NUL in it, which PostgreSQL has no text for,
 * would make the whole list fail.
 */
const text = String.raw`(?:[^"\\]|\\.)*`
export const auditWho = `coalesce(replace(substring(e.entry from '^\\{"action":"${text}","actor":\\{"id":"${text}","kind":"${text}","name":"(${text})"'), '\\"', '"'), '')`

/** What one can ask of the audit log. The rows have the alias `e`. */
export const auditEntity: EntitySpec = {
  name: 'audit',
  one: 'entry of the audit log',
  many: 'entries of the audit log',
  summary: 'Everything that people, tokens and the program itself did in this tenant.',
  freeText: ['who', 'action', 'target'],
  defaultSort: [{ token: 'at', descending: true }],
  sql: { from: 'audit_entry e', tenant: 'e.tenant_id', id: 'e.seq' },
  tokens: [
    {
      name: 'at',
      type: 'date',
      summary: 'When it was done.',
      required: true,
      sortable: true,
      sql: { column: 'e.at' },
    },
    {
      name: 'seq',
      type: 'number',
      summary: 'Place in the chain of this tenant.',
      required: true,
      sql: { column: 'e.seq', type: 'bigint' },
    },
    {
      name: 'who',
      type: 'text',
      summary: 'Name of who did it, as it was then.',
      required: true,
      facet: true,
      sql: { column: auditWho },
    },
    {
      name: 'actor',
      type: 'keyword',
      summary: 'Kind and public id of who did it: person:per_…, token:tok_…, system:…',
      required: true,
      sql: { column: 'e.actor' },
    },
    {
      name: 'action',
      type: 'text',
      summary: 'What was done: sign-in, POST /exceptions, command:collect.',
      required: true,
      facet: true,
      sql: { column: 'e.action' },
    },
    {
      name: 'target',
      type: 'text',
      summary: 'What it was done to: a public id or an address of the API.',
      required: true,
      sql: { column: 'e.target' },
    },
  ],
}
