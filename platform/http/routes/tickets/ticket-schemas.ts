import { Type } from 'typebox'
import { severities } from '../../../contract/index.ts'
import { instant } from '../../conventions/index.ts'

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

export const states = ['open', 'reopened', 'resolved', 'fixed', 'ignored', 'invalid'] as const
export const groupings = ['finding', 'asset', 'check', 'fix'] as const

export const ticketSchema = Type.Object({
  number: Type.Integer(),
  title: Type.String(),
  severity: Type.Enum(severities),
  state: Type.Enum(states),
  stateSince: instant('Since when it stands so.'),
  ignoredUntil: orNull(instant('When it opens again.')),
  timesReopened: Type.Integer({ minimum: 0 }),
  assignee: orNull(Type.Object({ id: Type.String(), name: Type.String() })),
  dueAt: orNull(instant('Until when it is to be done.')),
  overdue: Type.Boolean(),
  findings: Type.Integer({ minimum: 0, description: 'Findings that it covers.' }),
  openedBy: Type.String({ description: 'Public id of a person, or `policy:` and the rule.' }),
  openedAt: instant('When it was opened.'),
})

export const ticketPageSchema = Type.Object({
  ...ticketSchema.properties,
  covers: Type.Array(
    Type.Object({
      id: Type.String(),
      summary: Type.String(),
      severity: Type.Enum(severities),
      status: Type.String(),
      disposition: Type.String(),
      place: Type.String(),
      asset: Type.Object({ id: Type.String(), name: Type.String() }),
    }),
    { description: 'Open ones first; at most 200.' },
  ),
  history: Type.Array(
    Type.Object({
      at: instant('When.'),
      by: orNull(Type.String({ description: 'Null for what evidence did.' })),
      byName: orNull(Type.String({ description: 'Name of that person.' })),
      kind: Type.Enum(['opened', 'added', 'standing', 'assigned', 'due', 'comment']),
      detail: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    }),
    { description: 'Newest first; at most 200.' },
  ),
})

const person = Type.String({ maxLength: 40, description: 'Public id of a person of this tenant.' })

export const editSchema = Type.Object({
  action: Type.Optional(Type.Enum(['resolve', 'reopen', 'ignore'])),
  until: Type.Optional(instant('With `ignore`: when it opens again.')),
  assignee: Type.Optional(orNull(person)),
  dueAt: Type.Optional(orNull(instant('Until when it is to be done.'))),
  comment: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })),
})

export const openSchema = Type.Object({
  q: Type.String({ maxLength: 10_000, description: 'Which findings, in the query language.' }),
  only: Type.Optional(
    Type.Array(Type.String({ maxLength: 40 }), { maxItems: 5000, description: 'Of these, those with these ids.' }),
  ),
  grouping: Type.Optional(Type.Enum(groupings, { description: 'What makes one ticket; each finding unless told.' })),
  assignee: Type.Optional(person),
  dueAt: Type.Optional(instant('Until when; the earliest time of its findings unless told.')),
})

export const openedSchema = Type.Object({
  opened: Type.Array(Type.Integer(), { description: 'Numbers of tickets that are new.' }),
  extended: Type.Array(Type.Integer(), { description: 'Numbers of those that cover more findings now.' }),
  leftOut: Type.Integer({ minimum: 0, description: 'Findings that are fixed, excepted, or in a living ticket.' }),
})

export const ruleSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 }),
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  query: Type.String({ maxLength: 2000, description: 'Which findings it takes.' }),
  action: Type.Enum(['open', 'ignore', 'nothing'], { description: 'ignore opens the ticket as ignored.' }),
  grouping: Type.Optional(Type.Enum(groupings)),
  assignee: Type.Optional(person),
  days: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: 3650, description: 'Until due, or until open again.' }),
  ),
})
export const rulesSchema = Type.Array(ruleSchema, {
  maxItems: 50,
  description: 'The first that takes a finding holds.',
})
export const policySchema = Type.Object({
  rules: rulesSchema,
  changedBy: orNull(Type.String()),
  changedAt: orNull(instant('When.')),
})
