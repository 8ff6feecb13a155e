import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

/** The shape of `pass.json`, `fail.json` and further cases beside a `check.yaml`. */
export const fixtureSchema = Type.Object(
  {
    /** What the case shows, for its reader. */
    title: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })),
    asset: Type.Object(
      {
        kind: Type.Enum(['host', 'image', 'container', 'cloud-resource', 'web-application', 'network-service']),
        name: Type.String({ minLength: 1, maxLength: 200 }),
      },
      closed,
    ),
    now: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
    facts: Type.Record(
      Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$' }),
      Type.Array(
        Type.Object(
          {
            scope: Type.String({ maxLength: 500 }),
            complete: Type.Boolean(),
            observedAt: Type.Optional(Type.String()),
            items: Type.Array(Type.Record(Type.String(), Type.Unknown())),
          },
          closed,
        ),
      ),
    ),
    /** In place of imported content, in the terms of the app. */
    content: Type.Optional(Type.Unknown()),
    problems: Type.Optional(
      Type.Array(
        Type.Object(
          { fact: Type.String(), scope: Type.String(), reason: Type.String(), detail: Type.String() },
          closed,
        ),
      ),
    ),
    /** All verdicts of this check, no more and no fewer. */
    expect: Type.Array(
      Type.Object(
        {
          /** The check beside which the case lies, unless told. */
          check: Type.Optional(Type.String()),
          place: Type.String({ maxLength: 1000 }),
          outcome: Type.Enum(['pass', 'fail', 'not-applicable', 'unknown', 'error']),
          severity: Type.Optional(Type.Enum(['critical', 'high', 'medium', 'low', 'info'])),
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
)

export type Fixture = Static<typeof fixtureSchema>
