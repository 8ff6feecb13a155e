import { Type } from 'typebox'
import { defineRoute, type Route, type SlaRule, severities } from '../../contract/index.ts'
import {
  readCells,
  readDays,
  readPolicy,
  resetPolicy,
  SlaError,
  type SlaLanguage,
  writePolicy,
} from '../../sla/index.ts'
import { one, unprocessable } from '../conventions/index.ts'

const dateToken = Type.String({ maxLength: 60, description: 'A date token of findings.' })
const ruleSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60, description: 'Stays, when its words change.' }),
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{C}]*\\S[^\\p{C}]*$' }),
  query: Type.String({ maxLength: 2000, description: 'Which findings it takes.' }),
  days: Type.Number({ exclusiveMinimum: 0, maximum: 3650 }),
  start: Type.Optional(
    Type.Array(dateToken, {
      maxItems: 5,
      description: 'The first that is known starts the clock; when it was first found unless told.',
    }),
  ),
  dueBy: Type.Optional(
    Type.String({
      maxLength: 60,
      description: 'A date token: its date is the end, where it is later than `days` says.',
    }),
  ),
  calendar: Type.Optional(
    Type.Object({
      zone: Type.String({ minLength: 1, maxLength: 60, description: 'Europe/Prague' }),
      days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
        minItems: 1,
        uniqueItems: true,
        description: '1 is Monday.',
      }),
      holidays: Type.Array(Type.String({ format: 'date' }), { maxItems: 1000, uniqueItems: true }),
    }),
  ),
})
const rulesSchema = Type.Array(ruleSchema, { maxItems: 50, description: 'The first that takes a finding holds.' })
const policySchema = Type.Object({
  rules: rulesSchema,
  isUsual: Type.Boolean({ description: 'The tenant said nothing of its own: the rules of the product hold.' }),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})
const count = Type.Integer({ minimum: 0 })
const boardSchema = Type.Object({
  cells: Type.Array(
    Type.Object({
      rule: Type.String(),
      severity: Type.Enum(severities),
      ...{ within: count, soon: count, overdue: count, paused: count, met: count, missed: count },
      meanDays: Type.Union([Type.Number(), Type.Null()], { description: 'From start to fix, over the last 90 days.' }),
    }),
  ),
  inTime: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: 'Share of what was fixed in the last 90 days, or is overdue, that was fixed in time.',
  }),
  days: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      overdue: Type.Integer({ description: 'At the end of the day; of days to come where nothing more is fixed.' }),
      fixed: count,
      due: count,
    }),
    { description: 'The last 30 days, today, and the next 30.' },
  ),
  fixesPerDay: Type.Number({ minimum: 0, description: 'Mean of the last 30 days.' }),
})

/** Until when findings are to be fixed, and how that goes. */
export function slaRoutes(language: SlaLanguage): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/sla/rules',
      summary: 'Until when findings are to be fixed: the rules in their order',
      permission: 'findings:read',
      reply: one(policySchema),
      async handle({ tx }) {
        const policy = await readPolicy(tx, language)
        return { data: { ...policy, rules: policy.rules as never } }
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/sla/rules',
      summary: 'Say until when findings are to be fixed; all are reckoned anew',
      permission: 'sla:write',
      body: Type.Object({ rules: rulesSchema }),
      reply: one(policySchema),
      writes: true,
      async handle({ tx, body, caller }) {
        try {
          await writePolicy(tx, language, body.rules as readonly SlaRule[], caller.id)
        } catch (error) {
          if (!(error instanceof SlaError)) throw error
          throw unprocessable(`/body/rules${error.pointer}`, 'invalid-rule', error.message)
        }
        const policy = await readPolicy(tx, language)
        return { data: { ...policy, rules: policy.rules as never } }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/sla/rules',
      summary: 'Let the rules of the product hold again',
      permission: 'sla:write',
      reply: one(policySchema),
      writes: true,
      async handle({ tx }) {
        await resetPolicy(tx)
        const policy = await readPolicy(tx, language)
        return { data: { ...policy, rules: policy.rules as never } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/sla/board',
      summary: 'How findings stand to their times, by rule and severity, and day by day',
      permission: 'findings:read',
      reply: one(boardSchema),
      async handle({ tx }) {
        const [cells, days] = [await readCells(tx), await readDays(tx)]
        const sum = (of: (cell: (typeof cells)[number]) => number) => cells.reduce((total, cell) => total + of(cell), 0)
        const ended = sum(({ met, missed, overdue }) => met + missed + overdue)
        const past = days.slice(0, 31)
        return {
          data: {
            cells: cells.map(({ severity, ...cell }) => ({ ...cell, severity: severities[5 - severity]! })),
            inTime: ended === 0 ? null : sum(({ met }) => met) / ended,
            days: days.map((day) => ({ ...day })),
            fixesPerDay: past.reduce((total, { fixed }) => total + fixed, 0) / past.length,
          },
        }
      },
    }),
  ]
}
