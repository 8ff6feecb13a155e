import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import {
  approveException,
  ExceptionError,
  makeException,
  reasonClasses,
  rejectException,
  requestException,
  revokeException,
} from '../../findings/index.ts'
import { composeEntity } from '../../search/index.ts'
import { conflict, notFound, Problem, unprocessable } from '../conventions/problem.ts'
import { instant, one } from '../conventions/reply-schemas.ts'
import { exceptionEntity } from '../entities/exception-entity.ts'
import { exportRoute } from '../export/export-route.ts'
import { languageRoutes } from '../search/language-routes.ts'
import { listRoute } from '../search/list-route.ts'
import type { Searchable } from '../search/searchable.ts'
import { orNull } from './finding-schemas.ts'

const params = Type.Object({ exception: Type.String({ maxLength: 40 }) })
const note = Type.Optional(Type.String({ maxLength: 4000, description: 'Why, for the audit log.' }))

const exceptionSchema = Type.Object({
  id: Type.String({ description: 'Public id: exc_…' }),
  version: Type.Integer(),
  state: Type.String({ description: 'requested, approved, rejected, revoked, expired or returned.' }),
  reason: Type.String(),
  disposition: Type.String(),
  justification: Type.String(),
  scope: Type.Object({
    asset: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
    check: Type.Union([Type.Object({ id: Type.String(), title: Type.String() }), Type.Null()]),
    place: orNull(Type.String()),
  }),
  selection: Type.Union([Type.Object({ query: Type.String(), named: Type.Integer() }), Type.Null()], {
    description: 'Where it is about findings that somebody chose: the query, and how many were named one by one.',
  }),
  anyEvidence: Type.Boolean(),
  findings: Type.Integer({ description: 'Findings that it holds for now.' }),
  startsAt: instant('When it begins to hold.'),
  endsAt: orNull(instant('When it ends.')),
  requestedBy: Type.String(),
  requestedAt: instant('When it was asked for.'),
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(instant('When it was decided.')),
  note: orNull(Type.String()),
  endedBy: orNull(Type.String()),
  endedAt: orNull(instant('When it was ended.')),
})
type ExceptionRow = Static<typeof exceptionSchema>

const requestSchema = Type.Object({
  scope: Type.Object(
    {
      asset: Type.Optional(Type.String({ maxLength: 40, description: 'Public id of an asset.' })),
      check: Type.Optional(Type.String({ maxLength: 200 })),
      place: Type.Optional(Type.String({ maxLength: 1024 })),
    },
    { additionalProperties: false },
  ),
  reason: Type.Enum([...reasonClasses]),
  justification: Type.String({ minLength: 3, maxLength: 4000 }),
  startsAt: Type.Optional(instant('When it begins to hold; now when absent.')),
  endsAt: Type.Optional(instant('When it ends; required where a risk is accepted or compensated.')),
  anyEvidence: Type.Optional(Type.Boolean({ description: 'Hold on although the evidence changes.' })),
})

const decided = one(
  Type.Object({ id: Type.String(), findings: Type.Integer({ description: 'Findings that changed by it.' }) }),
)

/** Exceptions as the query language asks for them. */
export const exceptionList: Searchable = {
  path: '/exceptions',
  summary: 'Exceptions',
  permission: 'findings:read',
  entity: composeEntity(exceptionEntity, []),
  item: exceptionSchema,
  columns: {
    title: ['scope', 'check', 'title'],
    check: ['scope', 'check', 'id'],
    place: ['scope', 'place'],
    'asset.name': ['scope', 'asset', 'name'],
    'asset.id': ['scope', 'asset', 'id'],
    starts: ['startsAt'],
    ends: ['endsAt'],
    requested: ['requestedAt'],
    decided: ['decidedAt'],
    ended: ['endedAt'],
  },
  usualColumns: [
    'state',
    'title',
    'asset.name',
    'place',
    'reason',
    'justification',
    'findings',
    'startsAt',
    'endsAt',
    'requestedBy',
    'requestedAt',
    'decidedBy',
    'decidedAt',
    'check',
    'id',
  ],
  select: {
    id: 'x.public_id',
    version: 'x.version',
    state: 'x.state',
    reason: 'x.reason',
    disposition: 'x.disposition',
    justification: 'x.justification',
    scope: `jsonb_build_object(
              'asset', case when a.asset_id is not null then jsonb_build_object('id', a.public_id, 'name', a.name) end,
              'check', case when c.check_no is not null then jsonb_build_object('id', c.id, 'title', c.title) end,
              'place', x.place)`,
    selection: `case when x.selection is not null then jsonb_build_object('query', x.selection ->> 'q',
                  'named', coalesce(jsonb_array_length(x.selection -> 'only'), 0)) end`,
    anyEvidence: 'x.any_evidence',
    findings:
      '(select count(*)::int from finding f where f.tenant_id = x.tenant_id and f.exception_id = x.exception_id)',
    startsAt: 'x.starts_at',
    endsAt: 'x.ends_at',
    requestedBy: 'x.requested_by',
    requestedAt: 'x.requested_at',
    decidedBy: 'x.decided_by',
    decidedAt: 'x.decided_at',
    note: 'x.note',
    endedBy: 'x.ended_by',
    endedAt: 'x.ended_at',
  },
}

/** Exceptions: list, request, decide, revoke; and accepting a finding in one step. */
export const exceptionRoutes: readonly Route[] = [
  listRoute(exceptionList),
  exportRoute(exceptionList),
  ...languageRoutes(exceptionList),
  defineRoute({
    method: 'GET',
    path: '/exceptions/:exception',
    summary: 'One exception',
    permission: 'findings:read',
    params,
    reply: one(exceptionSchema),
    async handle({ tx, params: { exception } }) {
      const found = await readException(tx, exception)
      if (!found) throw notFound('exception')
      return { data: found }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/exceptions',
    summary: 'Except findings; in force at once for who may decide, a request for others',
    permission: 'findings:request-exception',
    body: requestSchema,
    reply: decided,
    status: 201,
    writes: true,
    async handle({ tx, body, caller }) {
      const now = new Date().toISOString()
      const request = { ...body, reason: body.reason, ...times(body) }
      return explained(async () => {
        if (caller.permissions.has('findings:accept')) return { data: await makeException(tx, request, caller.id, now) }
        return { data: { ...(await requestException(tx, request, caller.id, now)), findings: 0 } }
      })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/exceptions/:exception/approve',
    summary: 'Put a requested exception in force',
    permission: 'findings:accept',
    params,
    body: Type.Object({ note }),
    reply: decided,
    writes: true,
    async handle({ tx, params: { exception: id }, body, caller }) {
      const decision = { id, by: caller.id, ...(body.note !== undefined && { note: body.note }) }
      return explained(async () => ({
        data: { id, ...(await approveException(tx, decision, new Date().toISOString())) },
      }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/exceptions/:exception/reject',
    summary: 'Turn a requested exception down',
    permission: 'findings:accept',
    params,
    body: Type.Object({ note }),
    reply: decided,
    writes: true,
    async handle({ tx, params: { exception: id }, body, caller }) {
      const decision = { id, by: caller.id, ...(body.note !== undefined && { note: body.note }) }
      return explained(async () => {
        await rejectException(tx, decision, new Date().toISOString())
        return { data: { id, findings: 0 } }
      })
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/exceptions/:exception',
    summary: 'End an exception; its findings are open again and its history stays',
    permission: 'findings:accept',
    params,
    reply: decided,
    writes: true,
    async handle({ tx, params: { exception: id }, caller }) {
      const decision = { id, by: caller.id }
      return explained(async () => ({
        data: { id, ...(await revokeException(tx, decision, new Date().toISOString())) },
      }))
    },
  }),
]

/** Times of a request as the database writes them: in UTC, so that they compare as texts. */
function times({ startsAt, endsAt }: { startsAt?: string | undefined; endsAt?: string | undefined }) {
  const utc = (name: string, text: string) => {
    const at = new Date(text)
    if (Number.isNaN(at.getTime()))
      throw unprocessable(`/body/${name}`, 'format', 'is no instant like 2026-11-22T10:14:00Z')
    return at.toISOString()
  }
  return {
    ...(startsAt !== undefined && { startsAt: utc('startsAt', startsAt) }),
    ...(endsAt !== undefined && { endsAt: utc('endsAt', endsAt) }),
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ExceptionError)) throw error
    if (error.code === 'wrong-state') throw conflict('wrong-state', error.message)
    if (error.code === 'not-found' && error.field === undefined) throw new Problem(404, 'not-found', error.message)
    throw unprocessable(`/body/${(error.field ?? '').replaceAll('.', '/')}`, error.code, error.message)
  }
}

async function readException(tx: TenantTransaction, id: string): Promise<ExceptionRow | undefined> {
  const columns = Object.entries(exceptionList.select).map(([name, expression]) => `${expression} as "${name}"`)
  const { rows } = await tx.query<ExceptionRow>(
    `select ${columns.join(', ')} from ${exceptionEntity.sql!.from} where x.tenant_id = $1 and x.public_id = $2`,
    [tx.tenantId, id],
  )
  return rows[0]
}
