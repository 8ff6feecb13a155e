import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { readChanges, readFacts, readFactsAsOf, readProblems, type StatedFacts } from '../../facts/index.ts'
import { unprocessable } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { internalId } from './asset-routes.ts'

const params = Type.Object({ asset: Type.String({ maxLength: 40 }) })
const names = Type.String({ maxLength: 2000, description: 'Names of facts, separated by commas; all when absent.' })
const item = Type.Unsafe<Record<string, unknown>>({ type: 'object' })

const factsSchema = Type.Object({
  facts: Type.Array(
    Type.Object({
      fact: Type.String(),
      scope: Type.String(),
      version: Type.Integer(),
      complete: Type.Boolean({ description: 'True when everything in the scope was seen.' }),
      source: Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() }),
      observedAt: instant('When it was observed, by the clock of the source.'),
      changedAt: instant('When it last changed.'),
      count: Type.Integer(),
      items: Type.Array(Type.Object({ key: Type.String(), item })),
    }),
  ),
  problems: Type.Array(
    Type.Object({
      fact: Type.String(),
      scope: Type.String(),
      reason: Type.String(),
      detail: Type.String(),
      observedAt: instant('When it was last met.'),
      since: instant('Since when.'),
    }),
    { description: 'What should have been seen and was not: not assessed, never clean.' },
  ),
})

const summarySchema = Type.Object({
  fact: Type.String(),
  scopes: Type.Integer(),
  items: Type.Integer(),
  complete: Type.Boolean(),
  observedAt: instant('When it was last observed.'),
  changedAt: instant('When it last changed.'),
})

const changeSchema = Type.Object({
  kind: Type.Enum(['came', 'changed', 'went']),
  fact: Type.String(),
  scope: Type.String(),
  key: Type.String(),
  source: Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() }),
  before: Type.Optional(item),
  after: Type.Optional(item),
  observedAt: instant('When, by the clock of the source.'),
  receivedAt: instant('When the server learnt of it.'),
})

/** What is known of an asset, now or as of a moment, and what changed between two. */
export const factRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/assets/:asset/facts',
    summary: 'What is known of an asset, now or as of a moment; which facts there are when none are named',
    permission: 'assets:read',
    params,
    query: Type.Object({ facts: Type.Optional(names), asOf: Type.Optional(Type.String({ maxLength: 40 })) }),
    reply: one(factsSchema),
    async handle({ tx, params: { asset }, query }) {
      const assetId = await internalId(tx, asset)
      const wanted = namesOf(query.facts)
      const at = query.asOf === undefined ? undefined : instantOf('asOf', query.asOf)
      const facts =
        at === undefined ? await readFacts(tx, assetId, wanted) : await readFactsAsOf(tx, assetId, at, wanted)
      const problems = await readProblems(tx, assetId, wanted)
      const sources = await sourcesOf(tx, [...facts.map(({ sourceId }) => sourceId)])
      return {
        data: {
          facts: facts.map((each) => shown(each, sources)),
          problems: problems.map(({ sourceId: _, sinceAt, ...each }) => ({ ...each, since: sinceAt })),
        },
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/assets/:asset/fact-names',
    summary: 'Which facts are known of an asset, with their numbers of items',
    permission: 'assets:read',
    params,
    reply: many(summarySchema),
    async handle({ tx, params: { asset } }) {
      const { rows } = await tx.query<Static<typeof summarySchema>>(
        `select fact, count(distinct scope)::int as scopes, sum(item_count)::int as items, bool_and(complete) as complete,
                max(observed_at) as "observedAt", max(changed_at) as "changedAt"
           from fact_set where tenant_id = $1 and asset_id = $2 group by fact order by fact`,
        [tx.tenantId, await internalId(tx, asset)],
      )
      return { data: rows, page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/assets/:asset/changes',
    summary: 'What changed on an asset between two moments, latest first',
    permission: 'assets:read',
    params,
    query: Type.Object({
      from: Type.Optional(
        Type.String({ maxLength: 40, description: 'Later than this instant; seven days ago when absent.' }),
      ),
      until: Type.Optional(Type.String({ maxLength: 40, description: 'Up to this instant; now when absent.' })),
      facts: Type.Optional(names),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
    }),
    reply: many(changeSchema),
    async handle({ tx, params: { asset }, query }) {
      const assetId = await internalId(tx, asset)
      const until = query.until === undefined ? new Date().toISOString() : instantOf('until', query.until)
      const from =
        query.from === undefined ? new Date(Date.now() - 7 * 86_400_000).toISOString() : instantOf('from', query.from)
      const wanted = namesOf(query.facts)
      const changes = await readChanges(tx, assetId, {
        from,
        until,
        limit: query.limit ?? 200,
        ...(wanted && { facts: wanted }),
      })
      const sources = await sourcesOf(
        tx,
        changes.map(({ sourceId }) => sourceId),
      )
      const data = changes.map(({ sourceId, ...each }) => ({ ...each, source: sourceOf(sources, sourceId) }))
      return { data, page: { ...wholeList } }
    },
  }),
]

type Sources = ReadonlyMap<number, { id: string; name: string; kind: string }>

function shown({ items, sourceId, sourceKind: _, receivedAt: __, ...each }: StatedFacts, sources: Sources) {
  const { fact, scope, version, complete, observedAt, changedAt } = each
  return {
    fact,
    scope,
    version,
    complete,
    observedAt,
    changedAt,
    source: sourceOf(sources, sourceId),
    count: items.size,
    items: [...items].map(([key, value]) => ({ key, item: value as Record<string, unknown> })),
  }
}

function sourceOf(sources: Sources, sourceId: number) {
  return sources.get(sourceId) ?? { id: '', name: '', kind: '' }
}

async function sourcesOf(tx: TenantTransaction, ids: readonly number[]): Promise<Sources> {
  const { rows } = await tx.query<{ sourceId: number; id: string; name: string; kind: string }>(
    `select source_id as "sourceId", public_id as id, name, kind from source
      where tenant_id = $1 and source_id = any ($2::bigint[])`,
    [tx.tenantId, [...new Set(ids)]],
  )
  return new Map(rows.map(({ sourceId, ...source }) => [sourceId, source]))
}

function namesOf(text: string | undefined): readonly string[] | undefined {
  const found = text
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return found && found.length > 0 ? found : undefined
}

function instantOf(name: string, text: string): string {
  const at = new Date(text)
  const year = at.getUTCFullYear()
  if (Number.isNaN(at.getTime()) || year < 1970 || year > 9999) {
    throw unprocessable(`/query/${name}`, 'format', `/query/${name} is no instant like 2026-11-22T10:14:00Z.`)
  }
  return at.toISOString()
}
