import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import {
  compileCount,
  compileGroups,
  compilePage,
  cursorTime,
  echo,
  format,
  groupQuery,
  type Plan,
} from '../../search/index.ts'
import { Problem } from '../conventions/problem.ts'
import { instant, pageSchema, searchQuery } from '../conventions/reply-schemas.ts'
import { explainedSchema, explainList } from './explain-list.ts'
import { facetSchema, readFacets } from './read-facets.ts'
import { readQuery } from './read-query.ts'
import { type Searchable, selectOf } from './searchable.ts'

/** Above this many, a total is "more than": counting on would cost more than it tells. */
const mostCounted = 100_000

/** The server seals cursors as a whole, so this inner signature has nothing left to protect. */
const seal = { sign: () => 'sealed' }

const querySchema = Type.Object({
  ...searchQuery,
  limit: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: 100,
      description: 'At most this many items; 0 for how many there are, and their facets, alone.',
    }),
  ),
  estimate: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Facets over more than 100,000 rows are estimated from some of them, at once, and say so.',
    }),
  ),
  zone: Type.Optional(
    Type.String({ maxLength: 64, description: 'Time zone of dates without one: Europe/Prague. UTC when absent.' }),
  ),
  explain: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Also tells how the query was answered; takes the permission operations:read.',
    }),
  ),
})
type Asked = Static<typeof querySchema>

export const querySaidSchema = Type.Object({
  canonical: Type.String({ description: 'The query in its canonical form.' }),
  words: Type.String({ description: 'What it means, in words.' }),
  notes: Type.Array(Type.Object({ message: Type.String(), at: Type.Integer(), length: Type.Integer() })),
  asOf: Type.Optional(instant('What was known at this time is told; absent for the present.')),
  groupBy: Type.Optional(
    Type.Array(
      Type.Object({
        token: Type.String(),
        label: Type.String(),
        unit: Type.Union([Type.String(), Type.Null()], { description: 'h, d, w, M or y where dates are cut to it.' }),
      }),
    ),
  ),
})

/** What a query means, for those who asked it. */
export function sayQuery(plan: Plan): Static<typeof querySaidSchema> {
  return {
    canonical: format(plan.query),
    words: echo(plan),
    notes: plan.notes.map((note) => ({ ...note })),
    ...(plan.asOf !== null && { asOf: new Date(plan.asOf).toISOString() }),
    ...(plan.groupBy.length > 0 && {
      groupBy: plan.groupBy.map(({ token, unit }) => ({ token: token.fullName, label: token.label, unit })),
    }),
  }
}

const groupSchema = Type.Object({
  keys: Type.Array(Type.Union([Type.String(), Type.Null()])),
  count: Type.Integer(),
  query: Type.String({ description: 'The query that finds exactly the rows that it counts.' }),
})

/** The route of a list: filtered, sorted, counted, faceted and paged by the query language. */
export function listRoute(list: Searchable): Route {
  return defineRoute({
    method: 'GET',
    path: list.path,
    summary: list.summary,
    permission: list.permission,
    query: querySchema,
    reply: Type.Object({
      data: Type.Array(list.item),
      page: pageSchema,
      query: querySaidSchema,
      explain: Type.Optional(explainedSchema),
      facets: Type.Optional(Type.Array(facetSchema)),
      groups: Type.Optional(
        Type.Array(groupSchema, { description: 'Instead of data, where the query says "group by".' }),
      ),
    }),
    async handle({ tx, query, caller }) {
      const asked = query as Asked
      if (asked.explain && !caller.permissions.has('operations:read'))
        throw new Problem(403, 'not-permitted', 'How a query is answered is told to those who may see operations.')
      const now = asked.cursor === undefined ? Date.now() : (cursorTime(asked.cursor, seal) ?? Date.now())
      const plan = readQuery(list.entity, asked, now)
      const said = sayQuery(plan)
      const facets =
        asked.facets === undefined ? {} : { facets: await readFacets(tx, plan, { ...asked, facets: asked.facets }) }
      const how = asked.explain ? { explain: await explainList(tx, list, plan, asked.limit ?? 100) } : {}
      if (plan.groupBy.length > 0) return { ...(await readGroups(tx, plan, asked)), query: said, ...facets, ...how }
      return { ...(await readPage(tx, list, plan, asked)), query: said, ...facets, ...how }
    },
  } as Parameters<typeof defineRoute>[0])
}

async function readPage(tx: TenantTransaction, list: Searchable, plan: Plan, asked: Asked) {
  const total = asked.cursor === undefined ? await countRows(tx, plan) : {}
  if (plan.count || asked.limit === 0) return { data: [], page: { next: null, prev: null, ...total } }
  const size = asked.limit ?? 100
  const select = selectOf(list, plan)
  const statement = compilePage(plan, { tenant: tx.tenantId, select, size, cursor: asked.cursor, seal })
  if (!statement.ok)
    throw new Problem(400, 'cursor-invalid', 'The cursor is not one of this list. Start again without it.')
  const found = await tx.query(statement.text, statement.values)
  const { rows, next, previous } = statement.read<Record<string, unknown>>(found.rows)
  const data = list.shape ? await list.shape(tx, rows) : rows
  return { data, page: { next: next ?? null, prev: previous ?? null, ...total } }
}

async function readGroups(tx: TenantTransaction, plan: Plan, asked: Asked) {
  const skip = Number(asked.cursor ?? 0)
  const size = asked.limit ?? 100
  const statement = compileGroups(plan, { tenant: tx.tenantId, size, skip })
  const { rows } = await tx.query(statement.text, statement.values)
  const found = statement.read(rows)
  const { more } = found
  const groups = found.groups.map((group) => ({ ...group, query: groupQuery(plan, group.keys) }))
  const next = more ? String(skip + groups.length) : null
  const prev = skip > 0 ? String(Math.max(0, skip - size)) : null
  return { data: [], groups, page: { next, prev } }
}

async function countRows(tx: TenantTransaction, plan: Plan) {
  const statement = compileCount(plan, { tenant: tx.tenantId, cap: mostCounted })
  const { rows } = await tx.query<{ count: number }>(statement.text, statement.values)
  const count = Number(rows[0]?.count ?? 0)
  return { total: Math.min(count, mostCounted), totalIsExact: count <= mostCounted }
}
