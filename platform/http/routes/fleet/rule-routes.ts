import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import {
  changeRule,
  createRule,
  FleetError,
  foundBy,
  type NewRule,
  purgeArchive,
  purgeAsset,
  readPurges,
  readRuleQuery,
  readRules,
  removeRule,
  tellRuleQuery,
  undoPurge,
} from '../../../fleet/index.ts'
import { startJob } from '../../../jobs/index.ts'
import type { Entity } from '../../../search/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { assetReference, orNull } from '../finding-schemas.ts'
import { whoIs } from '../tags/tag-routes.ts'
import { explained } from './explain-fleet-error.ts'
import { runRuleJob } from './rule-jobs.ts'

const closed = { additionalProperties: false }
const params = Type.Object({ rule: Type.String({ maxLength: 40 }) })
const purgeParams = Type.Object({ purge: Type.String({ maxLength: 40 }) })
const previewed = 20
const action = Type.Enum(['mark-stale', 'purge'])
const fields = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  query: Type.String({ minLength: 1, maxLength: 10_000, description: 'Which assets, in the query language.' }),
  action,
  undoDays: Type.Integer({ minimum: 1, maximum: 90, description: 'How long a purge can be undone.' }),
  keepArchive: Type.Boolean({ description: 'Its rows stay to be taken out, after that time as well.' }),
  uninstall: Type.Boolean({
    description: 'Its agents are ordered off their hosts; otherwise they enrol anew when they call.',
  }),
  enabled: Type.Boolean({ description: 'Asked once a day.' }),
}
const ruleSchema = Type.Object({
  id: Type.String({ description: 'Public id: rul_…' }),
  version: Type.Integer(),
  ...fields,
  ranAt: orNull(instant('When it was last asked.')),
  found: orNull(Type.Integer({ description: 'Assets that it found then.' })),
  problem: orNull(Type.String({ description: 'Why it could not be carried out.' })),
  stale: Type.Integer({ description: 'Assets that it calls stale now.' }),
  createdBy: Type.String(),
  createdAt: instant('When it was made.'),
})
const purgeSchema = Type.Object({
  id: Type.String({ description: 'Public id: pur_…' }),
  asset: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  because: Type.String(),
  purgedBy: Type.String(),
  purgedAt: instant('When.'),
  finalAt: instant('Until when it can be undone.'),
  state: Type.Enum(['undoable', 'undone', 'final']),
  hasArchive: Type.Boolean(),
})

/** True where nothing of the tenant may be deleted now. */
export type IsHeld = (tx: TenantTransaction) => Promise<boolean>

/** Rules about assets that nobody hears of any more, and what was purged. */
export function ruleRoutes(assets: Entity, isHeld: IsHeld): readonly Route[] {
  const check = (query: string, wanted: 'mark-stale' | 'purge') => readRuleQuery(assets, query, wanted, Date.now())
  return [
    defineRoute({
      method: 'GET',
      path: '/asset-rules',
      summary: 'Rules about stale assets, by their names',
      permission: 'assets:read',
      reply: many(ruleSchema),
      handle: async ({ tx }) => ({ data: (await readRules(tx)).map((rule) => ({ ...rule })), page: { ...wholeList } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/asset-rules/:rule',
      summary: 'One of them',
      permission: 'assets:read',
      params,
      reply: one(ruleSchema),
      handle: async ({ tx, params: { rule } }) => ({ data: await oneRule(tx, rule) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/asset-rules/preview',
      summary: 'What a rule would concern now: how many assets, and the first of them. Nothing is changed',
      permission: 'assets:read',
      body: Type.Object({ query: fields.query, action: Type.Optional(action) }, closed),
      reply: one(
        Type.Object({
          canonical: Type.String(),
          words: Type.String({ description: 'The query in words.' }),
          total: Type.Integer(),
          assets: Type.Array(assetReference, { description: `The first ${previewed} of them.` }),
        }),
      ),
      async handle({ tx, body }) {
        return explained('rule', async () => {
          const understood = check(body.query, body.action ?? 'mark-stale')
          const found = await foundBy(tx, understood)
          const { rows } = await tx.query<Static<typeof assetReference>>(
            `select public_id as id, name, kind from asset where tenant_id = $1 and asset_id = any ($2::bigint[])
              order by lower(name collate "C"), asset_id limit ${previewed}`,
            [tx.tenantId, found],
          )
          return { data: { ...tellRuleQuery(understood), total: found.length, assets: rows } }
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/asset-rules',
      summary: 'Make a rule; it is asked once a day, and when it is run by hand',
      permission: 'assets:purge',
      body: Type.Object(
        {
          name: fields.name,
          query: fields.query,
          action: fields.action,
          undoDays: Type.Optional(fields.undoDays),
          keepArchive: Type.Optional(fields.keepArchive),
          uninstall: Type.Optional(fields.uninstall),
          enabled: Type.Optional(fields.enabled),
        },
        closed,
      ),
      reply: one(ruleSchema),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        return explained('rule', async () => {
          check(body.query, body.action)
          const usual = { undoDays: 14, keepArchive: false, uninstall: false, enabled: true }
          return { data: await oneRule(tx, await createRule(tx, { ...usual, ...body }, whoIs(caller))) }
        })
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/asset-rules/:rule',
      summary: 'Change a rule',
      permission: 'assets:purge',
      params,
      body: Type.Partial(Type.Object(fields, closed), closed),
      reply: one(ruleSchema),
      writes: true,
      async handle({ tx, params: { rule }, body }) {
        return explained('rule', async () => {
          const change = body as Partial<NewRule>
          const before = await oneRule(tx, rule)
          check(change.query ?? before.query, change.action ?? before.action)
          await changeRule(tx, rule, change)
          return { data: await oneRule(tx, rule) }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/asset-rules/:rule',
      summary: 'Remove a rule; what it purged stays purged',
      permission: 'assets:purge',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { rule } }) {
        await explained('rule', () => removeRule(tx, rule))
        return { data: { id: rule, removed: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/asset-rules/:rule/run',
      summary: 'Carry a rule out now, as a job',
      permission: 'assets:purge',
      params,
      body: Type.Object({}, closed),
      reply: one(Type.Object({ job: Type.String() })),
      status: 202,
      writes: true,
      async handle({ tx, params: { rule }, caller }) {
        const { name } = await oneRule(tx, rule)
        const args = { rule, name: name.slice(0, 100), by: whoIs(caller).slice(0, 200) }
        return { data: { job: (await startJob(tx, runRuleJob, args, caller.id)).id } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/assets/:asset/purge',
      summary: 'Take one asset out; it comes back whole for as long as that can be undone',
      permission: 'assets:purge',
      params: Type.Object({ asset: Type.String({ maxLength: 40 }) }),
      body: Type.Object(
        {
          reason: Type.String({ minLength: 1, maxLength: 1000 }),
          undoDays: Type.Optional(fields.undoDays),
          keepArchive: Type.Optional(fields.keepArchive),
        },
        closed,
      ),
      reply: one(Type.Object({ purge: Type.String() })),
      writes: true,
      async handle({ tx, params: { asset }, body, caller }) {
        return explained('asset', async () => {
          if (await isHeld(tx))
            throw new FleetError('held', 'A legal hold keeps everything of this tenant: nothing is purged.')
          const { rows } = await tx.query<{ id: number }>(
            'select asset_id as id from asset where tenant_id = $1 and public_id = $2 and merged_into is null',
            [tx.tenantId, asset],
          )
          const { kind, id, name } = caller
          const purge =
            rows[0] &&
            (await purgeAsset(tx, rows[0].id, {
              because: body.reason,
              by: { kind, id, name },
              undoDays: body.undoDays ?? 14,
              keepArchive: body.keepArchive ?? false,
              now: new Date(),
            }))
          if (!purge) throw notFound('asset')
          return { data: { purge } }
        })
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/purges',
      summary: 'Purged assets, newest first; a thousand at most',
      permission: 'assets:read',
      reply: many(purgeSchema),
      handle: async ({ tx }) => ({ data: (await readPurges(tx)).map((each) => ({ ...each })), page: { ...wholeList } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/purges/:purge',
      summary: 'One purged asset',
      permission: 'assets:read',
      params: purgeParams,
      reply: one(purgeSchema),
      async handle({ tx, params: { purge } }) {
        const [found] = await readPurges(tx, purge)
        if (!found) throw notFound('purge')
        return { data: { ...found } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/purges/:purge/archive',
      summary: 'All that is kept of a purged asset, as lines of JSON in one text',
      permission: 'assets:purge',
      params: purgeParams,
      reply: one(Type.Object({ lines: Type.String({ description: 'NDJSON: {"table", "row"} a line.' }) })),
      async handle({ tx, params: { purge } }) {
        const lines = await purgeArchive(tx, purge)
        if (lines === undefined) throw notFound('archive')
        return { data: { lines } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/purges/:purge/undo',
      summary: 'Bring a purged asset back, with all that was kept of it',
      permission: 'assets:purge',
      params: purgeParams,
      body: Type.Object({}, closed),
      reply: one(Type.Object({ asset: Type.String() })),
      writes: true,
      async handle({ tx, params: { purge }, caller: { kind, id, name } }) {
        return explained('purge', async () => ({ data: await undoPurge(tx, purge, { kind, id, name }, new Date()) }))
      },
    }),
  ]
}

async function oneRule(tx: TenantTransaction, id: string): Promise<Static<typeof ruleSchema>> {
  const [found] = await readRules(tx, id)
  if (!found) throw notFound('rule')
  return { ...found }
}
