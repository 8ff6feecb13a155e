import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { tell } from '../../../outbox/index.ts'
import { changeOwnTenant, readQuota } from '../../../tenants/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, one } from '../../conventions/reply-schemas.ts'
import { explainedTenant } from './explain-tenant-error.ts'
import { holdSchema } from './tenant-list.ts'

const tenantSchema = Type.Object({
  id: Type.String({ description: 'Public id: ten_…' }),
  name: Type.String(),
  kind: Type.String({ description: '`provider` for a tenant that owns others.' }),
  owned: Type.Boolean({ description: 'True for a tenant that a provider owns.' }),
  hold: Type.Union([holdSchema, Type.Null()], { description: 'While it is there, nothing of the tenant is deleted.' }),
  quota: Type.Array(
    Type.Object({
      what: Type.Enum(['sources', 'assets', 'bytes', 'requests']),
      used: Type.Union([Type.Integer(), Type.Null()], {
        description:
          'Bytes are an estimate of every hour; requests a minute are counted by each server for itself: null.',
      }),
      soft: Type.Union([Type.Integer(), Type.Null()]),
      hard: Type.Union([Type.Integer(), Type.Null()]),
      state: Type.Enum(['within', 'soft', 'hard'], { description: 'hard: nothing more can enrol.' }),
    }),
    { description: 'What the provider bounds.' },
  ),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
})

/** The tenant itself: what it is, its name, and whether it can own others. */
export const ownTenantRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/tenant',
    summary: 'The tenant',
    permission: 'tenant:read',
    reply: one(tenantSchema),
    handle: async ({ tx }) => ({ data: await ownTenant(tx) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/tenant',
    summary: 'Rename the tenant, or make it a provider that can own others',
    permission: 'tenant:write',
    body: Type.Object(
      {
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' })),
        kind: Type.Optional(Type.Enum(['provider', 'customer'])),
      },
      { additionalProperties: false },
    ),
    reply: one(tenantSchema),
    writes: true,
    async handle({ tx, body }) {
      await explainedTenant(() => changeOwnTenant(tx, body))
      const tenant = await ownTenant(tx)
      await tell(tx, { topic: 'tenant.changed', body: { tenant: tenant.id } })
      return { data: tenant }
    },
  }),
]

async function ownTenant(tx: TenantTransaction): Promise<Static<typeof tenantSchema>> {
  const { rows } = await tx.query<Omit<Static<typeof tenantSchema>, 'quota'>>(
    `select public_id as id, name, kind, parent_id is not null as owned, settings -> 'legalHold' as hold, version, created_at as "createdAt" from tenant where id = $1`,
    [tx.tenantId],
  )
  if (!rows[0]) throw notFound('tenant')
  return { ...rows[0], quota: await readQuota(tx) }
}
