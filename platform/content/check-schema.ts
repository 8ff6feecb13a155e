import Type from 'typebox'

const sentence = (maxLength: number) => Type.String({ minLength: 3, maxLength, pattern: '\\S' })
const closed = { additionalProperties: false } as const

/** The shape of `content/<stem>/check.yaml`. */
export const checkSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$' }),
    title: Type.String({ minLength: 3, maxLength: 120, pattern: '^[^a-z\\s].*[^.\\s]$' }),
    severity: Type.Enum(['critical', 'high', 'medium', 'low', 'info']),
    category: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 40 }),
    why: sentence(2000),
    remedy: Type.Object(
      {
        words: sentence(2000),
        commands: Type.Optional(
          Type.Record(
            Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
            Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 20 }),
          ),
        ),
      },
      closed,
    ),
    source: Type.Array(
      Type.Object(
        {
          title: sentence(300),
          url: Type.Optional(Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 })),
          section: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
    parameters: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]*$' }), Type.Unknown())),
    since: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }),
    lifecycle: Type.Enum(['experimental', 'stable', 'deprecated']),
    aliases: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$' }))),
  },
  closed,
)
