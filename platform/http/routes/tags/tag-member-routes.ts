import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { type Entity, format } from '../../../search/index.ts'
import {
  changeMany,
  changeOne,
  explainMembers,
  type HandChange,
  type TagLanguage,
  undoChange,
} from '../../../tags/index.ts'
import { notFound, unprocessable } from '../../conventions/problem.ts'
import { many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { readQuery } from '../../search/read-query.ts'
import { internalId } from '../asset-routes.ts'
import { explained } from './explain-tag-error.ts'
import { whoIs } from './tag-routes.ts'
import { membershipSchema } from './tag-schemas.ts'

const id = Type.String({ maxLength: 40 })
const ofAsset = Type.Object({ asset: id })
const ofBoth = Type.Object({ asset: id, tag: id })

const askedSchema = Type.Object(
  {
    q: Type.String({ maxLength: 1_000_000, description: 'In the query language, about assets; empty for all.' }),
    zone: Type.Optional(Type.String({ maxLength: 64 })),
    expected: Type.Optional(
      Type.Integer({ minimum: 0, description: 'How many you were shown; refused when it is another number by now.' }),
    ),
  },
  { additionalProperties: false },
)

const changedSchema = one(
  Type.Object({
    change: Type.String({ description: 'For undoing it, within 30 days.' }),
    matched: Type.Integer({ description: 'Assets that the query found.' }),
    changed: Type.Integer({ description: 'Assets of which it was not so before.' }),
  }),
)

export interface TagMemberServices {
  /** Assets with everything that one can ask of them, tags as well. */
  readonly assets: Entity
  readonly language: TagLanguage
}

/** Which asset has which tags and why; giving and taking static tags, one asset or all that a query finds, and undoing that. */
export function tagMemberRoutes({ assets, language }: TagMemberServices): readonly Route[] {
  const bulk = (kind: HandChange['kind'], summary: string) =>
    defineRoute({
      method: 'POST',
      path: `/tags/:tag/${kind}`,
      summary,
      permission: 'tags:write',
      params: Type.Object({ tag: id }),
      body: askedSchema,
      reply: changedSchema,
      writes: true,
      async handle({ tx, params: { tag }, body, caller }) {
        const plan = readBulkQuery(assets, body)
        const asked = format(plan.query)
        const { expected } = body
        return explained(async () => ({
          data: { ...(await changeMany(tx, { tag, kind, by: whoIs(caller), plan, asked, expected })) },
        }))
      },
    })
  return [
    defineRoute({
      method: 'GET',
      path: '/assets/:asset/tags',
      summary: 'Tags of an asset, and why it has each',
      permission: 'tags:read',
      params: ofAsset,
      reply: many(membershipSchema),
      async handle({ tx, params: { asset } }) {
        return { data: await readMembers(tx, language, asset), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/assets/:asset/tags',
      summary: 'Give a static tag to an asset',
      permission: 'tags:write',
      params: ofAsset,
      body: Type.Object({ tag: id }, { additionalProperties: false }),
      reply: one(Type.Object({ changed: Type.Boolean({ description: 'False where it had the tag already.' }) })),
      writes: true,
      async handle({ tx, params: { asset }, body, caller }) {
        const assetId = await internalId(tx, asset)
        const change = { tag: body.tag, kind: 'assign', by: whoIs(caller) } as const
        return explained(async () => ({ data: { changed: await changeOne(tx, assetId, change) } }))
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/assets/:asset/tags/:tag',
      summary: 'Why an asset has a tag',
      permission: 'tags:read',
      params: ofBoth,
      reply: one(membershipSchema),
      async handle({ tx, params: { asset, tag } }) {
        const [found] = await readMembers(tx, language, asset, tag)
        if (!found) throw notFound('tag')
        return { data: found }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/assets/:asset/tags/:tag',
      summary: 'Take a static tag from an asset',
      permission: 'tags:write',
      params: ofBoth,
      reply: one(Type.Object({ changed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { asset, tag }, caller }) {
        const assetId = await internalId(tx, asset)
        return explained(async () => ({
          data: { changed: await changeOne(tx, assetId, { tag, kind: 'unassign', by: whoIs(caller) }) },
        }))
      },
    }),
    bulk('assign', 'Give a static tag to every asset that a query finds'),
    bulk('unassign', 'Take a static tag from every asset that a query finds'),
    defineRoute({
      method: 'POST',
      path: '/tag-changes/:change/undo',
      summary: 'Undo giving or taking a tag: for exactly the assets that it changed',
      permission: 'tags:write',
      params: Type.Object({ change: id }),
      reply: one(Type.Object({ changed: Type.Integer({ description: 'Assets that are as before.' }) })),
      writes: true,
      async handle({ tx, params: { change }, caller }) {
        return explained(async () => ({ data: { changed: await undoChange(tx, change, whoIs(caller)) } }))
      },
    }),
  ]
}

function readBulkQuery(assets: Entity, body: Static<typeof askedSchema>) {
  const plan = readQuery(assets, body, Date.now())
  if (plan.groupBy.length > 0 || plan.count || plan.limit !== null || plan.asOf !== null)
    throw unprocessable(
      '/body/q',
      'invalid',
      'Leave out group by, count, limit and as of: every asset that is found is changed.',
    )
  return plan
}

async function readMembers(tx: TenantTransaction, language: TagLanguage, asset: string, tag?: string) {
  const assetId = await internalId(tx, asset)
  const found = await explainMembers(tx, language, { assetId, now: Date.now(), ...(tag !== undefined && { tag }) })
  return found.map((each) => ({
    ...each,
    because: each.because.map(({ words, holds, found, either }) => ({
      ...{ words, holds, found: [...found] },
      either: either.map((side) => ({ words: side.words, holds: side.holds, found: [...side.found] })),
    })),
  }))
}
