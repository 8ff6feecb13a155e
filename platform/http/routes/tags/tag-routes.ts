import { Type } from 'typebox'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { compileCount, compilePage } from '../../../search/index.ts'
import {
  changeTag,
  createTag,
  readTags,
  removeTag,
  type Tag,
  type TagLanguage,
  type TagWriter,
  tagLimits,
} from '../../../tags/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { assetReference } from '../finding-schemas.ts'
import { explained } from './explain-tag-error.ts'
import { newTagSchema, tagChangeSchema, tagSchema } from './tag-schemas.ts'

const params = Type.Object({ tag: Type.String({ maxLength: 40 }) })
const previewed = 20

/** Tags: all of them, one, make, change, remove, and whom a query would give one to. */
export function tagRoutes(language: TagLanguage): readonly Route[] {
  const writer = (caller: Caller): TagWriter => ({ language, by: whoIs(caller), now: Date.now() })
  return [
    defineRoute({
      method: 'GET',
      path: '/tags',
      summary: 'All tags, by their paths',
      permission: 'tags:read',
      reply: many(tagSchema),
      async handle({ tx }) {
        return { data: (await readTags(tx)).map((tag) => ({ ...tag })), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/tags/:tag',
      summary: 'One tag',
      permission: 'tags:read',
      params,
      reply: one(tagSchema),
      handle: async ({ tx, params: { tag } }) => ({ data: await oneTag(tx, tag) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/tags',
      summary: 'Make a tag; one with a query is given to whatever it finds, now and from now on',
      permission: 'tags:write',
      body: newTagSchema,
      reply: one(tagSchema),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        const { name, parent = null, query = null, criticality = null, description = '' } = body
        const colour = body.colour ?? 'grey'
        return explained(async () => {
          const id = await createTag(tx, { name, parent, query, colour, criticality, description }, writer(caller))
          return { data: await oneTag(tx, id) }
        })
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/tags/:tag',
      summary: 'Change a tag; another query is asked of all assets at once',
      permission: 'tags:write',
      params,
      body: tagChangeSchema,
      reply: one(tagSchema),
      writes: true,
      async handle({ tx, params: { tag }, body, caller }) {
        return explained(async () => {
          await changeTag(tx, tag, body as Parameters<typeof changeTag>[2], writer(caller))
          return { data: await oneTag(tx, tag) }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/tags/:tag',
      summary: 'Remove a tag and take it from all assets',
      permission: 'tags:write',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { tag } }) {
        return explained(async () => {
          await removeTag(tx, tag)
          return { data: { id: tag, removed: true } }
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/tags/preview',
      summary: 'Which assets a query would give a tag to',
      permission: 'tags:read',
      body: Type.Object({ query: Type.String({ maxLength: tagLimits.queryLength }) }, { additionalProperties: false }),
      reply: one(
        Type.Object({
          canonical: Type.String({ description: 'The query in its canonical form.' }),
          words: Type.String({ description: 'The query in words.' }),
          timed: Type.Boolean({
            description: 'The answer changes with the clock as well: it is asked for every ten minutes.',
          }),
          total: Type.Integer({ description: 'Assets that it finds now.' }),
          assets: Type.Array(assetReference, { description: `The first ${previewed} of them.` }),
        }),
      ),
      async handle({ tx, body }) {
        return explained(async () => {
          const { text, words, plan, timed } = language.read(body.query, Date.now())
          const count = compileCount(plan, { tenant: tx.tenantId })
          const total = Number((await tx.query<{ count: number }>(count.text, count.values)).rows[0]?.count ?? 0)
          const select = { id: 'a.public_id', name: 'a.name', kind: 'a.kind' }
          const page = compilePage(plan, { tenant: tx.tenantId, select, size: previewed, seal: { sign: () => 'x' } })
          if (!page.ok) throw notFound('asset')
          const found = await tx.query<{ id: string; name: string; kind: string }>(page.text, page.values)
          const { rows } = page.read<{ id: string; name: string; kind: string }>(found.rows)
          return { data: { canonical: text, words, timed, total, assets: rows.map((row) => ({ ...row })) } }
        })
      },
    }),
  ]
}

/** For people who look at it later: the public id alone would tell them nothing. */
export function whoIs({ id, name }: Caller): string {
  return name ? `${name} (${id})` : id
}

async function oneTag(tx: TenantTransaction, id: string): Promise<Tag> {
  const [tag] = await readTags(tx, id)
  if (!tag) throw notFound('tag')
  return { ...tag }
}
