import { Type } from 'typebox'
import {
  changeOwnRole,
  cloneRole,
  type KnownRole,
  permissionsOf,
  readRole,
  readRoles,
  removeOwnRole,
} from '../../../access/index.ts'
import { defineRoute, type Permission, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { tell } from '../../../outbox/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { explained } from './explain-access-error.ts'
import { managerOf } from './people-manager.ts'

const roleSchema = Type.Object({
  name: Type.String({ description: 'What a membership names. Roles of your own begin with `own-`.' }),
  title: Type.String(),
  summary: Type.String(),
  permissions: Type.Array(Type.String(), { description: 'What it gives, one by one, sorted.' }),
  isOwn: Type.Boolean({ description: 'True for a role that this tenant made for itself.' }),
  clonedFrom: Type.Union([Type.String(), Type.Null()]),
  members: Type.Integer({ minimum: 0, description: 'People who have it.' }),
  version: Type.Integer(),
})

const title = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const summary = Type.Optional(Type.String({ maxLength: 500 }))
const permissions = Type.Optional(
  Type.Array(Type.String({ pattern: '^(\\*|[a-z][a-z-]*):(\\*|[a-z][a-z-]*)$|^\\*$', maxLength: 100 }), {
    minItems: 1,
    maxItems: 200,
    description: 'Permissions, or patterns of them: findings:read, *:read. None may exceed your own.',
  }),
)
const params = Type.Object({ role: Type.String({ maxLength: 40 }) })

/** Roles: all, one, and a tenant's own ones, made by cloning. */
export function roleRoutes(all: () => ReadonlySet<Permission>): readonly Route[] {
  const shown = ({ without: _, ...role }: KnownRole) => ({
    ...role,
    permissions: [...permissionsOf(role.name, all(), role.isOwn ? role.permissions : null)].sort(),
  })
  const oneRole = async (tx: TenantTransaction, name: string) => {
    const role = await readRole(tx, name)
    if (!role) throw notFound('role')
    return shown(role)
  }
  return [
    defineRoute({
      method: 'GET',
      path: '/roles',
      summary: 'Roles and what they may do',
      permission: 'members:read',
      reply: many(roleSchema),
      async handle({ tx }) {
        return { data: (await readRoles(tx)).map(shown), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/roles/:role',
      summary: 'One role',
      permission: 'members:read',
      params,
      reply: one(roleSchema),
      handle: async ({ tx, params: { role } }) => ({ data: await oneRole(tx, role) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/roles',
      summary: 'Make a role of your own out of another one',
      permission: 'members:write',
      body: Type.Object(
        { from: Type.String({ pattern: '^[a-z][a-z-]{0,39}$' }), title, summary, permissions },
        { additionalProperties: false },
      ),
      reply: one(roleSchema),
      status: 201,
      writes: true,
      async handle({ tx, body: { from, ...choice }, caller }) {
        return explained('role', async () => {
          const name = await cloneRole(tx, from, choice, await managerOf(tx, caller, all()))
          return { data: await oneRole(tx, name) }
        })
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/roles/:role',
      summary: 'Change a role of your own; whoever has it may what it says now at once',
      permission: 'members:write',
      params,
      body: Type.Object({ title: Type.Optional(title), summary, permissions }, { additionalProperties: false }),
      reply: one(roleSchema),
      writes: true,
      async handle({ tx, params: { role }, body, caller }) {
        return explained('role', async () => {
          await changeOwnRole(tx, role, body, await managerOf(tx, caller, all()))
          await tell(tx, { topic: 'role.changed', body: { role } })
          return { data: await oneRole(tx, role) }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/roles/:role',
      summary: 'Remove a role of your own that nobody has',
      permission: 'members:write',
      params,
      reply: one(Type.Object({ name: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { role }, caller }) {
        return explained('role', async () => {
          await removeOwnRole(tx, role, await managerOf(tx, caller, all()))
          return { data: { name: role, removed: true } }
        })
      },
    }),
  ]
}
