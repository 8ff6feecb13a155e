import { defineRoute } from '@holdfast/platform/contract'
import { one } from '@holdfast/platform/http/conventions'
import { Type } from 'typebox'
import { fixFirst } from '../store/scores/fix-first.ts'

const whole = Type.Integer({ minimum: 0 })
const beforeAndAfter = (description: string) =>
  Type.Object({ before: Type.Number({ minimum: 0 }), after: Type.Number({ minimum: 0 }) }, { description })

export const fixFirstRoute = defineRoute({
  method: 'GET',
  path: '/vulnerabilities/fix-first',
  summary: 'Which packages to upgrade first: those that remove most risk, and what is left after them',
  permission: 'vulnerabilities:read',
  query: Type.Object({
    actions: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Upgrade at most this many packages.' }),
    ),
  }),
  reply: one(
    Type.Object({
      actions: Type.Array(
        Type.Object({
          package: Type.String({ description: 'The place of its findings.' }),
          words: Type.Array(Type.String(), { description: 'Up to three of the things that end them.' }),
          findings: whole,
          assets: whole,
          removes: Type.Number({ description: 'Scores of its findings, added up.' }),
        }),
      ),
      findings: Type.Object({ open: whole, fixable: whole, ended: whole }),
      assets: Type.Integer({ minimum: 0, description: 'Assets that are touched for it.' }),
      risk: beforeAndAfter('Scores of open findings, added up.'),
      assetScores: beforeAndAfter('Risk scores of assets, added up.'),
      sentence: Type.String({ description: 'How good the choice is.' }),
    }),
  ),
  async handle({ tx, query: { actions = 10 } }) {
    const found = await fixFirst(tx, actions)
    return {
      data: { ...found, actions: found.actions.map((action) => ({ ...action, words: [...action.words] })) },
    }
  },
})
