import { Type } from 'typebox'
import { type Caller, defineRoute, type Route, severities, type TenantTransaction } from '../../../contract/index.ts'
import {
  changeList,
  createList,
  type ListedCheck,
  type ListLanguage,
  type ListWriter,
  listLimits,
  previewList,
  readListed,
  readLists,
  removeList,
  type SearchList,
} from '../../../search-lists/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, pageQuery, wholeList } from '../../conventions/reply-schemas.ts'
import { languageRoutes } from '../../search/language-routes.ts'
import { orNull, severitySchema } from '../finding-schemas.ts'
import { whoIs } from '../tags/tag-routes.ts'
import { explained } from './explain-list-error.ts'

const params = Type.Object({ list: Type.String({ maxLength: 40 }) })
const previewed = 20

const listSchema = Type.Object({
  id: Type.String({ description: 'Public id: lst_…' }),
  version: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  ids: orNull(Type.Array(Type.String(), { description: 'Ids of checks, and CVEs; null where a query says it.' })),
  query: orNull(Type.String({ description: 'Whatever check it finds is on the list; null for a list of ids.' })),
  checks: Type.Integer({ description: 'Checks that are on it, of those that found something here.' }),
  findings: Type.Integer({ description: 'Their open findings.' }),
  createdBy: Type.String(),
  createdAt: instant('When it was made.'),
  updatedAt: instant('When it was last changed.'),
})
const checkSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  severity: severitySchema,
  findings: Type.Integer({ description: 'Open findings of it.' }),
})

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{C}]*\\S[^\\p{C}]*$' })
const description = Type.String({ maxLength: 2000 })
const ids = orNull(
  Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\p{C}]+$' }), {
    maxItems: listLimits.ids,
    description: 'Ids of checks, and CVEs. What finds nothing here yet is on the list as soon as it does.',
  }),
)
const query = orNull(
  Type.String({ maxLength: listLimits.queryLength, description: 'In the query language, about checks.' }),
)

/** Search lists: all, one, what is on it, make, change, remove, and what would be on one. */
export function searchListRoutes(language: ListLanguage): readonly Route[] {
  const writer = (caller: Caller): ListWriter => ({ language, by: whoIs(caller), now: Date.now() })
  return [
    ...languageRoutes({ path: '/checks', entity: language.entity, permission: 'findings:read' }),
    defineRoute({
      method: 'GET',
      path: '/search-lists',
      summary: 'All search lists, by their names',
      permission: 'findings:read',
      reply: many(listSchema),
      async handle({ tx }) {
        return { data: (await readLists(tx)).map(shown), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/search-lists/:list',
      summary: 'One search list',
      permission: 'findings:read',
      params,
      reply: one(listSchema),
      handle: async ({ tx, params: { list } }) => ({ data: await oneList(tx, list) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/search-lists/:list/checks',
      summary: 'Checks that are on a search list, worst first',
      permission: 'findings:read',
      params,
      query: Type.Object(pageQuery),
      reply: many(checkSchema),
      async handle({ tx, params: { list }, query: { cursor, limit = 100 } }) {
        const { checks: total } = await oneList(tx, list)
        const found = await readListed(tx, list, {
          after: cursor === undefined ? undefined : placeOf(cursor),
          limit: limit + 1,
        })
        const checks = found.slice(0, limit)
        const next = found.length > limit ? cursorOf(checks.at(-1)!) : null
        return {
          data: checks.map(shownCheck),
          page: { next, prev: null },
          total: { value: total, exact: true } as never,
        }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/search-lists',
      summary: 'Make a search list, of ids or by a query',
      permission: 'search-lists:write',
      body: Type.Object(
        { name, description: Type.Optional(description), ids: Type.Optional(ids), query: Type.Optional(query) },
        { additionalProperties: false },
      ),
      reply: one(listSchema),
      status: 201,
      writes: true,
      async handle({ tx, body: { name, description = '', ids = null, query = null }, caller }) {
        return explained(async () => {
          const id = await createList(tx, { name: name.trim(), description, ids, query }, writer(caller))
          return { data: await oneList(tx, id) }
        })
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/search-lists/:list',
      summary: 'Change a search list; what is on it changes at once',
      permission: 'search-lists:write',
      params,
      body: Type.Object(
        {
          name: Type.Optional(name),
          description: Type.Optional(description),
          ids: Type.Optional(ids),
          query: Type.Optional(query),
        },
        { additionalProperties: false },
      ),
      reply: one(listSchema),
      writes: true,
      async handle({ tx, params: { list }, body, caller }) {
        return explained(async () => {
          await changeList(tx, list, body as Parameters<typeof changeList>[2], writer(caller))
          return { data: await oneList(tx, list) }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/search-lists/:list',
      summary: 'Remove a search list; queries that ask for it find nothing by it',
      permission: 'search-lists:write',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { list } }) {
        return explained(async () => {
          await removeList(tx, list)
          return { data: { id: list, removed: true } }
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/search-lists/preview',
      summary: 'Which checks a query or ids would put on a search list',
      permission: 'findings:read',
      body: Type.Object({ ids: Type.Optional(ids), query: Type.Optional(query) }, { additionalProperties: false }),
      reply: one(
        Type.Object({
          words: Type.String({ description: 'The query in words.' }),
          total: Type.Integer({ description: 'Checks that it finds now.' }),
          checks: Type.Array(checkSchema, { description: `The first ${previewed} of them, worst first.` }),
        }),
      ),
      async handle({ tx, body: { ids = null, query = null } }) {
        return explained(async () => {
          const asked = language.read(ids ? { ids } : { query: query ?? '' }, Date.now())
          const { total, checks } = await previewList(tx, asked, previewed)
          return { data: { words: asked.words, total, checks: checks.map(shownCheck) } }
        })
      },
    }),
  ]
}

async function oneList(tx: TenantTransaction, id: string) {
  const [list] = await readLists(tx, id)
  if (!list) throw notFound('search list')
  return shown(list)
}

function shown({ ids, ...list }: SearchList) {
  return { ...list, ids: ids && [...ids] }
}

function shownCheck({ severity, ...check }: ListedCheck) {
  return { ...check, severity: severities[5 - severity]! }
}

/** Where a page ends: the server signs it, so that it is its own. */
function cursorOf({ severity, id }: ListedCheck): string {
  return `${severity}:${id}`
}

function placeOf(cursor: string): Pick<ListedCheck, 'severity' | 'id'> {
  return { severity: Number(cursor.slice(0, 1)), id: cursor.slice(2) }
}
