import { Type } from 'typebox'
import { boardVisibilities, widgetsSchema } from '../../../boards/index.ts'
import { instant } from '../../conventions/reply-schemas.ts'

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' })
const description = Type.String({ maxLength: 1000 })
const visibility = Type.Enum([...boardVisibilities], {
  description: 'Who sees it: its owner alone, or everybody in the tenant.',
})

/** A board without its widgets, as lists show it. */
const about = {
  id: Type.String({ description: 'Public id: brd_…' }),
  owner: Type.String(),
  mine: Type.Boolean(),
  name: Type.String(),
  description: Type.String(),
  visibility,
  isHome: Type.Boolean({ description: 'You begin with it.' }),
  isTenantHome: Type.Boolean({ description: 'Everybody who chose nothing else begins with it.' }),
  updatedAt: instant('When it was last changed.'),
  updatedBy: Type.String(),
  version: Type.Integer(),
}

export const boardRow = Type.Object({ ...about, widgets: Type.Integer({ description: 'How many widgets it has.' }) })
export const boardSchema = Type.Object({ ...about, widgets: widgetsSchema })

export const newBoard = Type.Object({
  name,
  description: Type.Optional(description),
  visibility: Type.Optional(visibility),
  widgets: widgetsSchema,
})
export const boardChange = Type.Object({
  name: Type.Optional(name),
  description: Type.Optional(description),
  visibility: Type.Optional(visibility),
  widgets: Type.Optional(widgetsSchema),
})

const query = Type.String({ description: 'The query whose list has exactly as many rows.' })
const mark = { value: Type.Integer({ minimum: 0 }), query }
const orNull = (schema: ReturnType<typeof Type.Integer> | ReturnType<typeof Type.String>) =>
  Type.Union([schema, Type.Null()])

/** What widgets show, by id. */
export const valuesSchema = Type.Array(
  Type.Object({
    id: Type.String(),
    value: Type.Union([
      Type.Object({
        kind: Type.Literal('number'),
        ...mark,
        before: Type.Optional(Type.Object({ ...mark, at: instant('What was known then.') })),
        note: Type.Optional(Type.String({ description: 'Why it is not compared.' })),
      }),
      Type.Object({ kind: Type.Literal('ratio'), ...mark, of: Type.Object(mark) }),
      Type.Object({
        kind: Type.Enum(['table', 'bar']),
        keys: Type.Array(Type.Object({ token: Type.String(), label: Type.String(), unit: orNull(Type.String()) })),
        groups: Type.Array(Type.Object({ ...mark, keys: Type.Array(orNull(Type.String())) })),
        more: Type.Boolean({ description: 'There are groups beyond these.' }),
      }),
      Type.Object({
        kind: Type.Literal('trend'),
        points: Type.Array(
          Type.Object({
            at: instant('As of when.'),
            value: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
              description: 'Null where it is not counted yet.',
            }),
            query,
          }),
        ),
      }),
      Type.Object({
        kind: Type.Literal('problem'),
        message: Type.String({ description: 'Why it cannot be answered.' }),
        field: Type.String({ description: 'Which of its settings is wrong: query, of, groupBy, list …' }),
        at: Type.Integer({ description: 'Where in that text, in UTF-16 code units.' }),
        length: Type.Integer(),
      }),
    ]),
  }),
)
