import { type Static, type TSchema, Type } from 'typebox'
import { instant } from '../conventions/reply-schemas.ts'

export const severitySchema = Type.Enum(['critical', 'high', 'medium', 'low', 'info'])
export const statusSchema = Type.Enum(['new', 'active', 'fixed', 'reopened'])
export const dispositionSchema = Type.Enum(['none', 'accepted', 'false-positive', 'mitigated'])
export const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const assetReference = Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() })

/** A finding in lists. */
export const findingRow = Type.Object({
  id: Type.String({ description: 'Public id: fnd_…' }),
  severity: severitySchema,
  status: statusSchema,
  disposition: dispositionSchema,
  title: Type.String({ description: 'The statement that does not hold.' }),
  check: Type.String(),
  category: Type.String(),
  app: Type.String(),
  place: Type.String(),
  asset: assetReference,
  firstFoundAt: instant('When it was first found.'),
  statusSince: instant('Since when it has its status.'),
  summary: Type.String({ description: 'What decided, in one sentence.' }),
  attributes: Type.Optional(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      description: 'Tokens that apps add to findings, by their names: cve, cvss, exploited. In lists only.',
    }),
  ),
})
export type FindingRow = Static<typeof findingRow>

/** One finding with all that is known of it. */
export const findingSchema = Type.Object({
  id: Type.String(),
  asset: assetReference,
  check: Type.Unsafe<object>({ type: 'object', description: 'Words of the check: title, why, remedy, source.' }),
  app: Type.String(),
  place: Type.String(),
  severity: severitySchema,
  status: statusSchema,
  statusAt: instant('Since when it has its status.'),
  disposition: dispositionSchema,
  exception: Type.Union([
    Type.Object({
      id: Type.String(),
      reason: Type.String(),
      justification: Type.String(),
      endsAt: orNull(instant('When the decision ends.')),
    }),
    Type.Null(),
  ]),
  evidence: Type.Unsafe<object>({
    type: 'object',
    description: 'What decided: summary, expected, actual, verbatim lines.',
  }),
  fix: orNull(Type.String({ description: 'What would close it, in the terms of this case.' })),
  reach: Type.String({ description: 'How much the source could see.' }),
  firstFoundAt: instant('When it was first found.'),
  lastFoundAt: instant('When it was last found.'),
  lastTestedAt: instant('When it was last looked at.'),
  due: orNull(
    Type.Object(
      {
        rule: Type.String({ description: 'Id of the rule that says so.' }),
        state: Type.Enum(['within', 'soon', 'overdue', 'paused', 'met', 'missed']),
        at: orNull(instant('Null while an exception without an end keeps it from coming.')),
      },
      { description: 'Until when it is to be fixed; null where no rule takes it.' },
    ),
  ),
  untestedSince: orNull(instant('Since when no test has looked at it.')),
  observedAt: instant('When what was judged had been observed.'),
  fixedAt: orNull(instant('When it was last fixed.')),
  reopenedAt: orNull(instant('When it last came back.')),
  timesFound: Type.Integer(),
  timesFixed: Type.Integer(),
  timesReopened: Type.Integer(),
  flapping: Type.Boolean(),
  judge: Type.Object({ id: Type.String(), version: Type.Integer(), contentVersion: Type.Integer() }),
  changedAt: instant('When it last changed.'),
})

export const findingStep = Type.Object({
  at: instant('When.'),
  kind: Type.String(),
  status: statusSchema,
  disposition: dispositionSchema,
  exception: orNull(Type.String()),
  contentVersion: Type.Union([Type.Integer(), Type.Null()]),
  detail: Type.Unsafe<object>({ type: 'object' }),
})
