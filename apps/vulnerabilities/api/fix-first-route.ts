import { assetTokens } from '@holdfast/inventory/public'
import { defineRoute } from '@holdfast/platform/contract'
import { platformEntities, readQuery } from '@holdfast/platform/http'
import { one, Problem } from '@holdfast/platform/http/conventions'
import { compileIds, type Entity, type Statement } from '@holdfast/platform/search'
import { Type } from 'typebox'
import { fixFirst } from '../store/scores/fix-first.ts'
import { findingTokens } from './finding-tokens.ts'
import { assetScoreTokens, findingScoreTokens } from './score-tokens.ts'

const whole = Type.Integer({ minimum: 0 })
const beforeAndAfter = (description: string) =>
  Type.Object({ before: Type.Number({ minimum: 0 }), after: Type.Number({ minimum: 0 }) }, { description })

export const fixFirstRoute = defineRoute({
  method: 'GET',
  path: '/vulnerabilities/fix-first',
  summary: 'Which packages to upgrade first: those that remove most risk, and what is left after them',
  permission: 'vulnerabilities:read',
  query: Type.Object({
    q: Type.Optional(
      Type.String({
        maxLength: 8000,
        description: 'A query over findings: only what it finds counts. All where absent.',
      }),
    ),
    zone: Type.Optional(Type.String({ maxLength: 64 })),
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
  async handle({ tx, query: { actions = 10, q = '', zone } }) {
    const found = await fixFirst(tx, actions, q.trim() === '' ? undefined : idsOf(q, zone, tx.tenantId))
    return {
      data: { ...found, actions: found.actions.map((action) => ({ ...action, words: [...action.words] })) },
    }
  },
})

let findings: Entity | undefined

/** The findings that a query finds now. Throws Problem 422. */
function idsOf(q: string, zone: string | undefined, tenant: number): Statement {
  findings ??= platformEntities([assetTokens, findingTokens, findingScoreTokens, assetScoreTokens]).findings
  const plan = readQuery(findings, { q, zone }, Date.now())
  if (plan.groupBy.length > 0 || plan.asOf !== null)
    throw new Problem(422, 'invalid-query', 'Ask which findings count: leave out “group by” and “as of”.')
  return compileIds(plan, { tenant, upTo: Number.MAX_SAFE_INTEGER })
}
