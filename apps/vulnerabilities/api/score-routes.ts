import { defineRoute, type Route } from '@holdfast/platform/contract'
import { notFound, one } from '@holdfast/platform/http/conventions'
import { Type } from 'typebox'
import { readTagScore } from '../store/scores/read-tag.ts'
import { whyAsset, whyFinding } from '../store/scores/read-why.ts'

const score = Type.Number({ minimum: 0, maximum: 1000 })
const mostFindings = 200

const whyFindingSchema = Type.Object({
  score,
  band: Type.String(),
  model: Type.String({ description: 'Version of the published formula.' }),
  day: Type.String({ description: 'Of the judgement: terms for fixing pass.' }),
  range: Type.Object({ least: score, most: score }),
  terms: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      value: Type.Union([Type.String(), Type.Number(), Type.Null()], { description: 'Null: nothing is known.' }),
      known: Type.Boolean(),
      weight: Type.Union([Type.Number(), Type.Null()], { description: 'Null for a factor of the place.' }),
      share: Type.Number({ minimum: 0, maximum: 1 }),
      points: Type.Integer({ description: 'What it adds, or takes away. All together are the score.' }),
      sentence: Type.String(),
    }),
  ),
  decision: Type.Object({
    tree: Type.String(),
    version: Type.String(),
    possible: Type.Array(Type.String(), { description: 'From the least urgent to the most; one when it is decided.' }),
    decided: Type.Boolean(),
    sentence: Type.String(),
  }),
})

const whyAssetSchema = Type.Object({
  score,
  band: Type.String(),
  version: Type.String({ description: 'Of the published formula.' }),
  criticality: Type.Integer({ minimum: 1, maximum: 5 }),
  findings: Type.Integer({ minimum: 0, description: 'Open findings that are vulnerabilities.' }),
  cut: Type.Number({ description: 'What was above 1000 and cut off.' }),
  terms: Type.Array(
    Type.Object({
      class: Type.String(),
      count: Type.Integer(),
      mean: Type.Union([Type.Number(), Type.Null()]),
      weight: Type.Number(),
      points: Type.Number(),
    }),
  ),
  fixes: Type.Array(
    Type.Object({
      package: Type.String({ description: 'The place of its findings.' }),
      words: Type.Array(Type.String(), { description: 'What its findings say that ends them.' }),
      count: Type.Integer({ description: 'Findings that it ends.' }),
      findings: Type.Array(Type.String(), { description: 'Public ids of up to 200 of them.' }),
      scoreAfter: score,
      fall: Type.Number({ description: 'Negative where ending lesser findings raises the mean of their class.' }),
    }),
    { description: 'What upgrading one package alone would do, that which lets the score fall most first; up to ten.' },
  ),
})

const tagScoreSchema = Type.Object({
  assets: Type.Integer({ minimum: 1 }),
  mean: Type.Number({ minimum: 0, maximum: 1000, description: 'Of the scores of its assets.' }),
  weighted: Type.Number({
    minimum: 0,
    maximum: 1000,
    description: 'The mean in which each asset weighs by its criticality times its score: the score of the tag.',
  }),
  band: Type.String(),
  worst: Type.Array(
    Type.Object({
      asset: Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() }),
      score,
      criticality: Type.Integer({ minimum: 1, maximum: 5 }),
    }),
    { description: 'Its worst assets, up to five.' },
  ),
})

/** Why something scores what it does. */
export const scoreRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/scores/findings/:finding',
    summary: 'Why a finding scores what it does: every term, and the decision of the CISA tree',
    permission: 'vulnerabilities:read',
    params: Type.Object({ finding: Type.String({ maxLength: 40 }) }),
    reply: one(
      Type.Union([whyFindingSchema, Type.Null()], { description: 'Null for a finding that is no vulnerability.' }),
    ),
    async handle({ tx, params: { finding } }) {
      const why = await whyFinding(tx, finding, new Date().toISOString().slice(0, 10))
      if (why === undefined) throw notFound('finding')
      if (why === null) return { data: null }
      const { score, band, model, day, range, terms, decision } = why
      const { tree, version, possible, decided, sentence } = decision
      return {
        data: {
          ...{ score, band, model, day, range: { ...range } },
          terms: terms.map((term) => ({ ...term })),
          decision: { tree, version, possible: [...possible], decided, sentence },
        },
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/scores/tags/:tag',
    summary: 'The risk score of what shares a tag, and its worst assets',
    permission: 'vulnerabilities:read',
    params: Type.Object({ tag: Type.String({ maxLength: 40 }) }),
    reply: one(Type.Union([tagScoreSchema, Type.Null()], { description: 'Null for a tag that no asset has.' })),
    async handle({ tx, params: { tag } }) {
      const scored = await readTagScore(tx, tag)
      if (scored === undefined) throw notFound('tag')
      return { data: scored && { ...scored, worst: scored.worst.map((one) => ({ ...one })) } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/scores/assets/:asset',
    summary: 'What the risk score of an asset is made of, and which fix lowers it most',
    permission: 'vulnerabilities:read',
    params: Type.Object({ asset: Type.String({ maxLength: 40 }) }),
    reply: one(whyAssetSchema),
    async handle({ tx, params: { asset } }) {
      const why = await whyAsset(tx, asset)
      if (!why) throw notFound('asset')
      const { score, band, version, criticality, findings, cut, terms, fixes } = why
      return {
        data: {
          ...{ score, band, version, criticality, findings, cut },
          terms: terms.map((term) => ({ ...term })),
          fixes: fixes.map(({ fix, words, findings, scoreAfter, fall }) => ({
            package: fix,
            words: [...words],
            count: findings.length,
            findings: findings.slice(0, mostFindings),
            scoreAfter,
            fall,
          })),
        },
      }
    },
  }),
]
