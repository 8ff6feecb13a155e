import { type Static, Type } from 'typebox'
import { roles } from '../../access/index.ts'
import { defineRoute, type Route } from '../../contract/index.ts'
import { notFound } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'

const memberSchema = Type.Object({
  id: Type.String({ description: 'Public id of the person: per_…' }),
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  role: Type.String(),
  state: Type.String({ description: '`active` or `suspended`.' }),
  since: instant('When they became a member.'),
})

const roleSchema = Type.Object({
  name: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  permissions: Type.Array(Type.String(), { description: 'Patterns of permissions.' }),
})

const tenantSchema = Type.Object({
  id: Type.String({ description: 'Public id: ten_…' }),
  name: Type.String(),
  kind: Type.String(),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
})

/** Who is here, with which roles, and the tenant itself. */
export const peopleRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/members',
    summary: 'People of the tenant and their roles',
    permission: 'members:read',
    reply: many(memberSchema),
    async handle({ tx }) {
      const { rows } = await tx.query<Static<typeof memberSchema>>(
        `select p.public_id as id, p.name, p.email, m.role, m.state, m.created_at as since
           from membership m join person p on p.id = m.person_id
          where m.tenant_id = $1 order by lower(p.name), p.id limit 1000`,
        [tx.tenantId],
      )
      return { data: rows, page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/roles',
    summary: 'Roles and what they may do',
    permission: 'members:read',
    reply: many(roleSchema),
    async handle() {
      const data = Object.entries(roles).map(([name, role]) => ({ name, ...role, permissions: [...role.permissions] }))
      return { data, page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/tenant',
    summary: 'The tenant',
    permission: 'tenant:read',
    reply: one(tenantSchema),
    async handle({ tx }) {
      const { rows } = await tx.query<{ id: string; name: string; kind: string; version: number; createdAt: string }>(
        `select public_id as id, name, kind, version, created_at as "createdAt" from tenant where id = $1`,
        [tx.tenantId],
      )
      if (!rows[0]) throw notFound('tenant')
      return { data: rows[0] }
    },
  }),
]
