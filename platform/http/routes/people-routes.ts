import { Type } from 'typebox'
import { defineRoute, type Permission, type Route } from '../../contract/index.ts'
import { notFound } from '../conventions/problem.ts'
import { instant, one } from '../conventions/reply-schemas.ts'
import { invitationRoutes } from './people/invitation-routes.ts'
import { memberRoutes } from './people/member-routes.ts'
import { roleRoutes } from './people/role-routes.ts'

const tenantSchema = Type.Object({
  id: Type.String({ description: 'Public id: ten_…' }),
  name: Type.String(),
  kind: Type.String(),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
})

const tenantRoute = defineRoute({
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
})

/**
 * Who is here, with which roles, who is invited, and the tenant itself. `all` gives the permissions that exist, `address` how people reach
 * this server: `https://holdfast.example:8443`.
 */
export function peopleRoutes(all: () => ReadonlySet<Permission>, address: () => string): readonly Route[] {
  const link = (secret: string) => `${address()}/join#${secret}`
  return [...memberRoutes(all, link), ...invitationRoutes(all, link), ...roleRoutes(all), tenantRoute]
}
