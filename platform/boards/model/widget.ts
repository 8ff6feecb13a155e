import { type Static, Type } from 'typebox'

const id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'Names the widget within its board.' })
const query = Type.String({
  maxLength: 100_000,
  description: 'Conditions in the query language; empty for everything.',
})
const unknown = { additionalProperties: false } as const

const shared = {
  id,
  title: Type.String({ minLength: 1, maxLength: 100 }),
  list: Type.String({ pattern: '^[a-z][a-z-]{0,40}$', description: 'The list that it asks: findings, assets …' }),
  query,
  width: Type.Integer({ minimum: 2, maximum: 12, description: 'Columns of twelve.' }),
}

const groupBy = Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9._-]{0,99}(/[hdwMy])?$' }), {
  minItems: 1,
  maxItems: 3,
  description: 'What its rows are counted by; dates take a unit: firstFound/w.',
})

export const tones = ['ok', 'warn', 'failed'] as const
const colours = Type.Array(
  Type.Object({ from: Type.Number({ description: 'From this value on.' }), tone: Type.Enum([...tones]) }, unknown),
  { maxItems: 5, description: 'The last rule whose value is reached gives the colour.' },
)

/** A count, beside what it was before. */
const number = Type.Object(
  {
    ...shared,
    kind: Type.Literal('number'),
    before: Type.Optional(
      Type.Enum(['now-1d', 'now-7d', 'now-1M'], { description: 'What it is compared with: the same, as of then.' }),
    ),
    better: Type.Optional(Type.Enum(['less', 'more'], { description: 'Which way is good.' })),
    colours: Type.Optional(colours),
  },
  unknown,
)

/** The share of a reference that a query finds, in percent. */
const ratio = Type.Object(
  {
    ...shared,
    kind: Type.Literal('ratio'),
    of: Type.String({ maxLength: 100_000, description: 'The query of the whole, about the same list.' }),
    colours: Type.Optional(colours),
  },
  unknown,
)

const limit = Type.Integer({ minimum: 1, maximum: 100, description: 'At most so many rows.' })

/** Counts by one to three keys, as a table or as bars. */
const table = Type.Object({ ...shared, kind: Type.Literal('table'), groupBy, limit: Type.Optional(limit) }, unknown)
const bar = Type.Object({ ...shared, kind: Type.Literal('bar'), groupBy, limit: Type.Optional(limit) }, unknown)

/** A count over time. */
const trend = Type.Object(
  {
    ...shared,
    kind: Type.Literal('trend'),
    every: Type.Enum(['h', 'd', 'w'], { description: 'A point an hour, a day (UTC) or a week (from Monday).' }),
    points: Type.Integer({ minimum: 2, maximum: 60, description: 'So many points before now.' }),
  },
  unknown,
)

export const widgetSchema = Type.Union([number, ratio, table, bar, trend])
export type Widget = Static<typeof widgetSchema>
export type WidgetKind = Widget['kind']
export type Tone = (typeof tones)[number]

export const widgetsSchema = Type.Array(widgetSchema, { maxItems: 40 })

/** Schemas by kind, since an error in one kind should not speak of the others. */
export const widgetKinds = { number, ratio, table, bar, trend } as const
