import { Type } from 'typebox'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { startJob } from '../../../jobs/index.ts'
import {
  approveErasure,
  cancelErasure,
  type Erasure,
  eraseJob,
  holdChild,
  limitChild,
  readChildQuota,
  readErasures,
  releaseChild,
  requestErasure,
  waitingDays,
} from '../../../tenants/index.ts'
import { conflict, notFound, Problem } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { orNull } from '../finding-schemas.ts'
import { explainedTenant } from './explain-tenant-error.ts'
import { exportTenantRoute } from './export-tenant-route.ts'
import { writerOf } from './tenant-routes.ts'

const erasureSchema = Type.Object({
  id: Type.String({ description: 'Public id: ers_…' }),
  tenant: Type.String({ description: 'Public id of the tenant; of nobody once it is done.' }),
  name: Type.String(),
  state: Type.Enum(['requested', 'approved', 'done', 'cancelled']),
  requestedBy: Type.String(),
  requestedAt: instant('When it was asked for.'),
  waitsUntil: instant('From then on the one who asked may agree alone.'),
  approvedBy: orNull(Type.String()),
  finishedAt: orNull(instant('When it ended.')),
  rowsErased: Type.Integer(),
  statement: orNull(Type.String({ description: 'The end of the erased tenant’s audit log, as it was signed.' })),
  signature: orNull(Type.String()),
  version: Type.Integer(),
})

const most = Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 100_000_000 }), Type.Null()]))
const bounds = Type.Object({ soft: most, hard: most }, { additionalProperties: false })
const bytes = Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 1e15 }), Type.Null()]))
const quota = {
  sources: Type.Optional(bounds),
  assets: Type.Optional(bounds),
  bytes: Type.Optional(
    Type.Object(
      { soft: bytes, hard: bytes },
      { additionalProperties: false, description: 'Of the database, as estimated every hour.' },
    ),
  ),
  requests: Type.Optional(
    Type.Object(
      { hard: Type.Optional(Type.Union([Type.Integer({ minimum: 60, maximum: 1_000_000 }), Type.Null()])) },
      { additionalProperties: false, description: 'A minute, on each server.' },
    ),
  ),
}
const tenant = Type.Object({ tenant: Type.String({ maxLength: 40 }) })
const params = Type.Object({ erasure: Type.String({ maxLength: 40 }) })
const done = one(Type.Object({ id: Type.String() }))

/** What a tenant may have, legal hold, everything of a tenant as a file, and erasing a tenant for good. */
export const leavingRoutes: readonly Route[] = [
  exportTenantRoute,
  defineRoute({
    method: 'POST',
    path: '/tenants/:tenant/hold',
    summary: 'Hold a tenant: nothing of it is deleted, neither by age nor by hand',
    permission: 'tenants:hold',
    params: tenant,
    body: Type.Object({ reason: Type.String({ minLength: 3, maxLength: 2000 }) }, { additionalProperties: false }),
    reply: done,
    writes: true,
    async handle({ tx, params: { tenant: id }, body, caller }) {
      await explainedTenant(async () => holdChild(tx, id, body.reason, await writerOf(tx, caller)))
      return { data: { id } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/tenants/:tenant/quota',
    summary:
      'Say how much a tenant may have: its people are warned at the soft bound; at the hard one nothing more can enrol, and what is enrolled goes on',
    permission: 'tenants:write',
    params: tenant,
    body: Type.Object(quota, { additionalProperties: false }),
    reply: done,
    writes: true,
    async handle({ tx, params: { tenant: id }, body, caller }) {
      await explainedTenant(async () => limitChild(tx, id, body, await writerOf(tx, caller)))
      return { data: { id } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/tenants/:tenant/quota',
    summary: 'How much a tenant may have, and how much it keeps as long as the grant lives',
    permission: 'tenants:read',
    params: tenant,
    reply: one(
      Type.Object({
        quota: Type.Object(quota),
        bytes: orNull(Type.Integer({ description: 'What it keeps in the database: an estimate.' })),
        estimatedAt: orNull(instant('When it was estimated.')),
      }),
    ),
    handle: async ({ tx, params: { tenant: id } }) => ({
      data: { ...(await explainedTenant(() => readChildQuota(tx, id))) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/tenants/:tenant/release',
    summary: 'Let a held tenant go',
    permission: 'tenants:hold',
    params: tenant,
    reply: done,
    writes: true,
    async handle({ tx, params: { tenant: id }, caller }) {
      await explainedTenant(async () => releaseChild(tx, id, await writerOf(tx, caller)))
      return { data: { id } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/tenants/:tenant/erase',
    summary: `Ask to erase a tenant, by its name; somebody else agrees, or you do after ${waitingDays} days`,
    permission: 'tenants:erase',
    params: tenant,
    body: Type.Object(
      { name: Type.String({ maxLength: 200, description: 'The name of the tenant, typed.' }) },
      { additionalProperties: false },
    ),
    reply: done,
    status: 201,
    writes: true,
    async handle({ tx, params: { tenant: id }, body, caller }) {
      peopleOnly(caller)
      const erasure = await explainedTenant(async () => requestErasure(tx, id, body.name, await writerOf(tx, caller)))
      return { data: { id: erasure } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/erasures',
    summary: 'Requests to erase tenants, and what is left of erased ones, newest first',
    permission: 'tenants:read',
    reply: many(erasureSchema),
    async handle({ tx }) {
      return { data: (await readErasures(tx)).map((each) => ({ ...each })), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/erasures/:erasure',
    summary: 'One request to erase a tenant',
    permission: 'tenants:read',
    params,
    reply: one(erasureSchema),
    handle: async ({ tx, params: { erasure } }) => ({ data: await oneErasure(tx, erasure) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/erasures/:erasure/approve',
    summary: 'Agree to erase a tenant: everybody is out of it at once, and a job deletes every row of it for good',
    permission: 'tenants:erase',
    params,
    reply: one(Type.Object({ job: Type.String() })),
    status: 202,
    writes: true,
    async handle({ tx, params: { erasure: id }, caller }) {
      peopleOnly(caller)
      const { name } = await oneErasure(tx, id)
      await explainedTenant(async () => approveErasure(tx, id, await writerOf(tx, caller)))
      const job = await startJob(tx, eraseJob(), { erasure: id, name }, caller.id)
      return { data: { job: job.id } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/erasures/:erasure/cancel',
    summary: 'Take back a request to erase a tenant that nobody agreed to yet',
    permission: 'tenants:erase',
    params,
    reply: one(erasureSchema),
    writes: true,
    async handle({ tx, params: { erasure: id } }) {
      await oneErasure(tx, id)
      if (!(await cancelErasure(tx, id)))
        throw conflict('already-undone', 'Somebody agreed to it, or it was taken back before.')
      return { data: await oneErasure(tx, id) }
    },
  }),
]

/** Two tokens can be of one person. */
function peopleOnly({ kind }: Caller): void {
  if (kind !== 'person')
    throw new Problem(403, 'not-permitted', 'This takes people, each signed in as themselves: a token cannot do it.')
}

async function oneErasure(tx: TenantTransaction, id: string): Promise<Erasure> {
  const [erasure] = await readErasures(tx, id)
  if (!erasure) throw notFound('erasure')
  return { ...erasure }
}
