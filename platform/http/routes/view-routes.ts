import { type Static, Type } from 'typebox'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { type Entity, format } from '../../search/index.ts'
import {
  changeView,
  chooseView,
  createView,
  readViews,
  readViewUnits,
  removeView,
  type View,
  ViewError,
  visibilities,
} from '../../views/index.ts'
import { notFound, Problem, unprocessable } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { readQuery } from '../search/read-query.ts'

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' })
const query = Type.String({ maxLength: 100_000, description: 'In the query language; kept in its canonical form.' })
const sort = orNull(Type.String({ maxLength: 200, pattern: '^-?[A-Za-z][A-Za-z0-9.-]*$' }))
const names = (description: string) =>
  orNull(
    Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9.-]{0,99}$' }), { minItems: 1, maxItems: 100, description }),
  )
const visibility = Type.Enum([...visibilities], {
  description: 'Who sees it: its owner alone, the people of a unit, or everybody in the tenant.',
})
const unit = orNull(
  Type.String({
    maxLength: 40,
    description: 'The unit that sees it, where the visibility is `unit`; null for your own.',
  }),
)
const begins = Type.Boolean({
  description:
    'The list begins with it for all who see it, unless they, or for one of the tenant their unit, chose another.',
})

const viewSchema = Type.Object({
  id: Type.String({ description: 'Public id: view_…' }),
  list: Type.String({ description: 'The list that it is a view of: findings.' }),
  owner: Type.String(),
  mine: Type.Boolean(),
  name: Type.String(),
  visibility,
  unit: orNull(Type.String({ description: 'Public id of the unit that sees it: unt_…' })),
  unitName: orNull(Type.String()),
  begins,
  query: Type.String(),
  sort: orNull(Type.String()),
  columns: orNull(Type.Array(Type.String())),
  facets: orNull(Type.Array(Type.String())),
  favourite: Type.Boolean(),
  isDefault: Type.Boolean({
    description: 'The list begins with it for you: by your own choice, else your unit’s, else the tenant’s.',
  }),
  problem: orNull(Type.String({ description: 'What is wrong with its query now, where a token is gone.' })),
  updatedAt: instant('When it was last changed.'),
  updatedBy: Type.String(),
  version: Type.Integer(),
})

const content = {
  visibility: Type.Optional(visibility),
  unit: Type.Optional(unit),
  begins: Type.Optional(begins),
  sort: Type.Optional(sort),
  columns: Type.Optional(names('Columns in their order; null for the list’s own.')),
  facets: Type.Optional(
    orNull(
      Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9.-]{0,99}$' }), {
        maxItems: 100,
        description: 'Facets that are open; null for the list’s own.',
      }),
    ),
  ),
}
const params = Type.Object({ view: Type.String({ maxLength: 40 }) })

/** Saved views of the lists that the query language asks: by name of the list. */
export function viewRoutes(lists: Readonly<Record<string, Entity>>): readonly Route[] {
  const listName = Type.Enum(Object.keys(lists))
  const find = async (tx: TenantTransaction, caller: Caller, id: string) => {
    const [view] = await readViews(tx, caller.id, { id, shares: writerOf(caller).shares })
    if (!view) throw notFound('view')
    return view
  }
  return [
    defineRoute({
      method: 'GET',
      path: '/views',
      summary: 'Your views and those shared with you, the ones you like first',
      permission: 'views:read',
      query: Type.Object({ list: Type.Optional(listName) }),
      reply: many(viewSchema),
      async handle({ tx, caller, query }) {
        const { list } = query as { list?: string }
        const { shares } = writerOf(caller)
        const views = await readViews(tx, caller.id, { shares, ...(list !== undefined && { list }) })
        return { data: views.map((view) => shown(view, lists)), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/views/units',
      summary: 'Units that you can share views with, your own first',
      permission: 'views:share',
      reply: many(Type.Object({ id: Type.String(), name: Type.String(), own: Type.Boolean() })),
      async handle({ tx, caller }) {
        return { data: [...(await readViewUnits(tx, caller.id))], page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/views/:view',
      summary: 'One view',
      permission: 'views:read',
      params,
      reply: one(viewSchema),
      async handle({ tx, caller, params }) {
        return { data: shown(await find(tx, caller, params.view), lists) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/views',
      summary: 'Keep a view of a list under a name',
      permission: 'views:write',
      body: Type.Object({ list: listName, name, query, ...content }),
      reply: one(Type.Object({ id: Type.String() })),
      status: 201,
      writes: true,
      async handle({ tx, caller, body }) {
        const { list, name, visibility = 'private', unit = null, begins = false } = body
        const { sort = null, columns = null, facets = null } = body
        const query = canonical(lists, list, body.query)
        const kept = { name, visibility, unit, begins, query, sort, columns, facets }
        return { data: await explained(() => createView(tx, list, kept, writerOf(caller))) }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/views/:view',
      summary: 'Change a view: yours, or a shared one',
      permission: 'views:write',
      params,
      body: Type.Object({ name: Type.Optional(name), query: Type.Optional(query), ...content }),
      reply: one(viewSchema),
      writes: true,
      async handle({ tx, caller, params, body }) {
        const view = await find(tx, caller, params.view)
        const asked = body.query === undefined ? {} : { query: canonical(lists, view.list, body.query) }
        // Those who see it from now on did not choose to begin with it.
        const shared = body.visibility === undefined && body.unit === undefined ? {} : { begins: false }
        await explained(() => changeView(tx, view.id, { ...view, ...shared, ...body, ...asked }, writerOf(caller)))
        return { data: shown(await find(tx, caller, view.id), lists) }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/views/:view',
      summary: 'Remove a view',
      permission: 'views:write',
      params,
      reply: one(Type.Object({ removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, caller, params }) {
        await explained(() => removeView(tx, params.view, writerOf(caller)))
        return { data: { removed: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/views/:view/choose',
      summary: 'Like a view, or let its list begin with it, for yourself alone',
      permission: 'views:read',
      params,
      body: Type.Object({ favourite: Type.Optional(Type.Boolean()), isDefault: Type.Optional(Type.Boolean()) }),
      reply: one(viewSchema),
      writes: true,
      async handle({ tx, caller, params, body }) {
        await explained(() => chooseView(tx, params.view, writerOf(caller), body))
        return { data: shown(await find(tx, caller, params.view), lists) }
      },
    }),
  ]
}

function writerOf({ id, permissions }: Caller) {
  return { id, shares: permissions.has('views:share') }
}

/** Throws Problem 422 with the place of what is wrong. */
function canonical(lists: Readonly<Record<string, Entity>>, list: string, text: string): string {
  return format(readQuery(lists[list]!, { q: text }, Date.now()).query)
}

function shown(view: View, lists: Readonly<Record<string, Entity>>): Static<typeof viewSchema> {
  const { columns, facets, ...rest } = view
  return {
    ...rest,
    columns: columns && [...columns],
    facets: facets && [...facets],
    problem: problemOf(view, lists),
  }
}

function problemOf({ list, query }: View, lists: Readonly<Record<string, Entity>>): string | null {
  const entity = lists[list]
  if (!entity) return `There is no list of ${list} any more.`
  try {
    readQuery(entity, { q: query }, Date.now())
    return null
  } catch (error) {
    if (error instanceof Problem) return error.message
    throw error
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ViewError)) throw error
    if (error.code === 'not-found') throw notFound('view')
    if (error.code === 'not-yours') throw new Problem(403, 'not-permitted', error.message)
    if (error.code === 'name-taken') throw new Problem(409, 'already-exists', error.message)
    const field = error.code === 'no-unit' ? '/unit' : error.code === 'not-shared' ? '/begins' : ''
    throw unprocessable(`/body${field}`, error.code, error.message)
  }
}
