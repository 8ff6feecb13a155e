import { type Static, Type } from 'typebox'
import { grantDays, grantDaysAtMost, roles } from '../../../access/index.ts'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { changeChild, childEntity, createChild, regrantChild, type TenantWriter } from '../../../tenants/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { one } from '../../conventions/reply-schemas.ts'
import { exportRoute } from '../../export/export-route.ts'
import { languageRoutes } from '../../search/language-routes.ts'
import { listRoute } from '../../search/list-route.ts'
import { explainedTenant } from './explain-tenant-error.ts'
import { childColumns, childSchema, tenantList } from './tenant-list.ts'

const params = Type.Object({ tenant: Type.String({ maxLength: 40 }) })
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' })
const labels = Type.Array(Type.String({ minLength: 1, maxLength: 60, pattern: '^\\S(.*\\S)?$' }), {
  maxItems: 20,
  description: 'All that you call it by; the tenant does not see it.',
})
const grant = Type.Object(
  {
    role: Type.Optional(
      Type.Enum(Object.keys(roles), { description: 'What your people may there at most; owner unless told.' }),
    ),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: grantDaysAtMost, default: grantDays })),
  },
  { additionalProperties: false },
)

const summarySchema = Type.Object({
  tenants: Type.Integer({ description: 'All that this provider owns.' }),
  granted: Type.Integer({ description: 'Those with a living grant: only these are counted below.' }),
  counted: Type.Integer(),
  assets: Type.Integer(),
  open: Type.Object({
    critical: Type.Integer(),
    high: Type.Integer(),
    medium: Type.Integer(),
    low: Type.Integer(),
    info: Type.Integer(),
  }),
  notAssessed: Type.Integer(),
  sources: Type.Integer(),
  silent: Type.Integer(),
  endingSoon: Type.Integer({ description: 'Grants that end within thirty days.' }),
})

/** Tenants that a provider owns: list, sum, one, make, rename, suspend, and a new grant where nobody is there to be asked. */
export const tenantRoutes: readonly Route[] = [
  listRoute(tenantList),
  exportRoute(tenantList),
  ...languageRoutes(tenantList),
  defineRoute({
    method: 'GET',
    path: '/tenants/summary',
    summary: 'The numbers of all tenants with a living grant, added up',
    permission: 'tenants:read',
    reply: one(summarySchema),
    async handle({ tx }) {
      const { rows } = await tx.query<
        Omit<Static<typeof summarySchema>, 'open'> & Static<typeof summarySchema>['open']
      >(
        `select count(*)::int as tenants, count(*) filter (where c.granted_until > now())::int as granted, count(r.child_id)::int as counted,
                coalesce(sum(r.assets), 0)::int as assets, coalesce(sum(r.critical), 0)::int as critical, coalesce(sum(r.high), 0)::int as high,
                coalesce(sum(r.medium), 0)::int as medium, coalesce(sum(r.low), 0)::int as low, coalesce(sum(r.info), 0)::int as info,
                coalesce(sum(r.not_assessed), 0)::int as "notAssessed", coalesce(sum(r.sources), 0)::int as sources,
                coalesce(sum(r.silent), 0)::int as silent,
                count(*) filter (where c.granted_until > now() and c.granted_until < now() + interval '30 days')::int as "endingSoon"
           from tenant_child c left join tenant_rollup r on r.tenant_id = c.tenant_id and r.child_id = c.child_id
          where c.tenant_id = $1`,
        [tx.tenantId],
      )
      const { critical, high, medium, low, info, ...rest } = rows[0]!
      return { data: { ...rest, open: { critical, high, medium, low, info } } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/tenants/:tenant',
    summary: 'One tenant that this provider owns',
    permission: 'tenants:read',
    params,
    reply: one(childSchema),
    handle: async ({ tx, params: { tenant } }) => ({ data: await oneChild(tx, tenant) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/tenants',
    summary:
      'Make a tenant that this provider owns; it begins with one grant, which its own people can shorten and revoke',
    permission: 'tenants:write',
    body: Type.Object(
      {
        name,
        kind: Type.Optional(Type.Enum(['customer', 'provider'])),
        grant: Type.Optional(grant),
      },
      { additionalProperties: false },
    ),
    reply: one(Type.Object({ id: Type.String() })),
    status: 201,
    writes: true,
    async handle({ tx, body, caller }) {
      const { id } = await explainedTenant(async () => createChild(tx, body, await writerOf(tx, caller)))
      return { data: { id } }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/tenants/:tenant',
    summary: 'Rename a tenant, label it, suspend it, or wake it',
    permission: 'tenants:write',
    params,
    body: Type.Object(
      {
        name: Type.Optional(name),
        state: Type.Optional(Type.Enum(['active', 'suspended'])),
        labels: Type.Optional(labels),
      },
      { additionalProperties: false },
    ),
    reply: one(childSchema),
    writes: true,
    async handle({ tx, params: { tenant }, body, caller }) {
      await explainedTenant(async () => changeChild(tx, tenant, body, await writerOf(tx, caller)))
      return { data: await oneChild(tx, tenant) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/tenants/:tenant/grant',
    summary: 'Let yourself in again where a tenant has nobody of its own who could grant it',
    permission: 'tenants:write',
    params,
    body: grant,
    reply: one(childSchema),
    writes: true,
    async handle({ tx, params: { tenant }, body, caller }) {
      await oneChild(tx, tenant)
      await explainedTenant(async () => regrantChild(tx, tenant, body, await writerOf(tx, caller)))
      return { data: await oneChild(tx, tenant) }
    },
  }),
]

async function oneChild(tx: TenantTransaction, id: string): Promise<Static<typeof childSchema>> {
  const { rows } = await tx.query<Static<typeof childSchema>>(
    `select ${childColumns}, (select held from tenant_child_state($2)) as hold from ${childEntity.sql!.from} where t.tenant_id = $1 and t.public_id = $2`,
    [tx.tenantId, id],
  )
  if (!rows[0]) throw notFound('tenant')
  return rows[0]
}

/** The caller as somebody who writes about a tenant that this one owns. */
export async function writerOf(tx: TenantTransaction, { kind, id, name }: Caller): Promise<TenantWriter> {
  const { rows } = await tx.query<{ name: string }>('select name from tenant where id = $1', [tx.tenantId])
  return { kind, id, name, provider: rows[0]!.name }
}
