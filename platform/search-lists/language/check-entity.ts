import { severityValues } from '../../findings/index.ts'
import type { EntitySpec } from '../../search/index.ts'

/** What one can ask of checks that found something in the tenant. The rows have the aliases `k` (found here) and `c` (check). */
export const checkEntity: EntitySpec = {
  name: 'checks',
  one: 'check',
  many: 'checks',
  summary: 'What is looked for, of all that was ever found here.',
  freeText: ['title'],
  defaultSort: [{ token: 'severity', descending: true }, { token: 'check' }],
  sql: {
    from:
      '(select tenant_id, check_no from finding_count group by tenant_id, check_no) k ' +
      'join check_definition c on c.check_no = k.check_no',
    tenant: 'k.tenant_id',
    id: 'k.check_no',
  },
  tokens: [
    {
      name: 'check',
      type: 'keyword',
      summary: 'Id of the check.',
      required: true,
      sortable: true,
      sql: { column: 'c.id' },
    },
    {
      name: 'title',
      type: 'text',
      summary: 'The statement that does not hold.',
      aliases: ['vulnerabilities.vulnerability.title'],
      required: true,
      sql: { column: 'c.title' },
    },
    {
      name: 'severity',
      type: 'enum',
      summary: 'How bad it is by itself: info, low, medium, high, critical.',
      aliases: ['vulnerabilities.severity'],
      ordered: true,
      required: true,
      sortable: true,
      values: severityValues,
      examples: ['severity >= high'],
      sql: { column: 'c.severity', type: 'smallint' },
    },
    {
      name: 'category',
      type: 'keyword',
      summary: 'Category of the check.',
      required: true,
      sql: { column: 'c.category' },
    },
    { name: 'app', type: 'keyword', summary: 'The app that judges.', required: true, sql: { column: 'c.app' } },
    {
      name: 'changed',
      type: 'date',
      summary: 'When what is said of it was last changed.',
      required: true,
      examples: ['changed > now-7d'],
      sql: { column: 'c.changed_at' },
    },
  ],
}
