import { Type } from 'typebox'
import { triggerSchema } from '../../../alerts/index.ts'
import { instant } from '../../conventions/reply-schemas.ts'

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

export const itemSchema = Type.Object({
  id: Type.String({ description: 'Public id of the object.' }),
  kind: Type.String({ description: 'finding, asset, check not assessed.' }),
  title: Type.String(),
  severity: Type.Optional(Type.String()),
  asset: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })),
  more: Type.Optional(
    Type.Unsafe<Record<string, string>>({ type: 'object', additionalProperties: { type: 'string' } }),
  ),
  path: Type.String({ description: 'Where it is shown, below the address of the server.' }),
})

export const alertSchema = Type.Object({
  id: Type.String({ description: 'Public id: alr_…' }),
  name: Type.String(),
  description: Type.String(),
  list: Type.String({ description: 'The list that it watches: findings.' }),
  query: Type.String({ description: 'In its canonical form.' }),
  words: orNull(Type.String({ description: 'The query in words; null where it means nothing any more.' })),
  trigger: triggerSchema,
  collectMinutes: Type.Integer({ description: 'What comes within so many minutes is told at once.' }),
  enabled: Type.Boolean(),
  mutedUntil: orNull(instant('Until when it is silent.')),
  owner: Type.Object(
    { id: Type.String(), name: orNull(Type.String()) },
    { description: 'Whose eyes it sees with: who last changed it.' },
  ),
  state: Type.Enum(['watching', 'new', 'muted', 'off', 'stopped']),
  problem: orNull(Type.String({ description: 'Why it cannot be asked.' })),
  channels: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() })),
  matching: Type.Integer({ description: 'How many matched when it was last asked.' }),
  waiting: Type.Integer({ description: 'What is collected, or counted, and not told yet.' }),
  evaluatedAt: orNull(instant('When it was last asked.')),
  firedAt: orNull(instant('When it last told something.')),
  nextAt: orNull(instant('When one that sends at times sends next.')),
  createdBy: Type.String(),
  createdAt: instant('When it was made.'),
  updatedBy: Type.String(),
  updatedAt: instant('When it was last changed.'),
  version: Type.Integer(),
})

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' })
const query = Type.String({
  maxLength: 100_000,
  description: 'In the query language; empty for everything of the list.',
})
const channels = Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20, description: 'Public ids.' })
const optional = {
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  collectMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_080 })),
  enabled: Type.Optional(Type.Boolean()),
}

export const newAlertSchema = Type.Object(
  {
    name,
    list: Type.String({ maxLength: 40 }),
    query,
    trigger: triggerSchema,
    channels: Type.Optional(channels),
    ...optional,
  },
  { additionalProperties: false },
)

export const alertChangeSchema = Type.Object(
  {
    name: Type.Optional(name),
    query: Type.Optional(query),
    trigger: Type.Optional(triggerSchema),
    channels: Type.Optional(channels),
    ...optional,
  },
  { additionalProperties: false },
)

export const previewSchema = Type.Object({
  canonical: Type.String(),
  words: Type.String(),
  timed: Type.Boolean({ description: 'Its answer changes with the clock, too: asked each minute.' }),
  now: Type.Integer({ description: 'How many match now.' }),
  lastDay: Type.Integer({ description: 'How many of them came to be as they are within the last day.' }),
  isExact: Type.Boolean({ description: 'False where there are more than could be counted quickly.' }),
  items: Type.Array(itemSchema),
})

export const toldItemSchema = Type.Object({
  kind: Type.Enum(['began', 'still']),
  at: instant('When it was noted.'),
  state: Type.String({ description: 'waiting, told, muted, or dropped: too few within the time.' }),
  item: orNull(itemSchema),
})
