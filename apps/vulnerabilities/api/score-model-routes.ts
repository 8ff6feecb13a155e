import { defineRoute, type Route } from '@holdfast/platform/contract'
import { instant, one, unprocessable } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { type ScoreModel, score1 } from '../engine/priority/index.ts'
import { type KeptModel, readModel, resetTuning, writeTuning } from '../store/scores/tuning.ts'

const numbers = (description: string) => Type.Record(Type.String({ maxLength: 60 }), Type.Number(), { description })
const bounds = Type.Object({ least: Type.Number(), most: Type.Number() })
const modelSchema = Type.Object({
  version: Type.String({ description: 'Of the published model.' }),
  title: Type.String(),
  scale: Type.Integer({ description: 'What the weights add up to.' }),
  terms: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      unit: Type.String(),
      reason: Type.String(),
      weight: Type.Integer(),
      published: Type.Integer({ description: 'Its weight in the published model.' }),
      bounds,
    }),
  ),
  place: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      unit: Type.String(),
      reason: Type.String(),
      bounds,
      levels: Type.Array(Type.Object({ level: Type.String(), factor: Type.Number(), published: Type.Number() })),
    }),
  ),
  changes: Type.Array(Type.String(), { description: 'What is set otherwise than published.' }),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: Type.Union([instant('When it was set.'), Type.Null()]),
})

/** The formula of the score: every term with its weight, and what the tenant set otherwise. */
export const scoreModelRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/score-model',
    summary: 'The formula of the score: every term with its weight, its bounds and its reason',
    permission: 'vulnerabilities:read',
    reply: one(modelSchema),
    handle: async ({ tx }) => ({ data: shown(await readModel(tx)) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/vulnerabilities/score-model',
    summary: 'Weigh the terms of the score otherwise, within their bounds; all is scored anew',
    permission: 'vulnerabilities:write',
    body: Type.Object(
      {
        weights: Type.Optional(numbers('Points by term; all together are the scale.')),
        place: Type.Optional(
          Type.Record(Type.String({ maxLength: 60 }), numbers('Factors by level.'), {
            description: 'By term of the place.',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    reply: one(modelSchema),
    writes: true,
    async handle({ tx, body, caller }) {
      const [problem] = await writeTuning(tx, body, caller.id)
      if (problem !== undefined) throw unprocessable('/body', 'invalid-tuning', problem)
      return { data: shown(await readModel(tx)) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/vulnerabilities/score-model',
    summary: 'Score by the published formula again',
    permission: 'vulnerabilities:write',
    reply: one(modelSchema),
    writes: true,
    async handle({ tx }) {
      await resetTuning(tx)
      return { data: shown(await readModel(tx)) }
    },
  }),
]

function shown({ model, changedBy, changedAt }: KeptModel) {
  const { version, title, scale, changes } = model
  return {
    ...{ version, title, scale, changes: [...changes], changedBy, changedAt },
    terms: entries(model.terms).map(([id, { title, unit, reason, weight, bounds }]) => ({
      ...{ id, title, unit, reason, weight, published: score1.terms[id].weight, bounds: boundsOf(bounds) },
    })),
    place: entries(model.place).map(([id, { title, unit, reason, bounds, levels }]) => ({
      ...{ id, title, unit, reason, bounds: boundsOf(bounds) },
      levels: Object.entries(levels).map(([level, factor]) => ({
        ...{ level, factor, published: score1.place[id].levels[level] ?? factor },
      })),
    })),
  }
}

function boundsOf([least = 0, most = 0]: readonly number[]) {
  return { least, most }
}

function entries<Part extends ScoreModel['terms'] | ScoreModel['place']>(part: Part) {
  return Object.entries(part) as [keyof Part, Part[keyof Part]][]
}
