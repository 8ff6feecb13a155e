import { Type } from 'typebox'
import { changeMember, offerWayBack, readMembers, removeMember, wayBackHours } from '../../../access/index.ts'
import { defineRoute, type Permission, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { tell } from '../../../outbox/index.ts'
import { keepSight } from '../../../scope/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { explained } from './explain-access-error.ts'
import { linkSchema } from './invitation-routes.ts'
import { managerOf } from './people-manager.ts'
import { explainedSight, sightSchema, wantedSightSchema, withSight } from './sight-schemas.ts'

const memberSchema = Type.Object({
  id: Type.String({ description: 'Public id of the person: per_…' }),
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()], { description: 'As the invitation said; nobody proved it.' }),
  role: Type.String(),
  state: Type.String({ description: '`active` or `suspended`.' }),
  guestOf: Type.Union([Type.String(), Type.Null()], {
    description: 'Name of the provider whose grant they are here by; null for a member of this tenant’s own.',
  }),
  sees: sightSchema,
  since: instant('When they became a member.'),
  version: Type.Integer(),
})

const params = Type.Object({ member: Type.String({ maxLength: 40 }) })

/** The people of a tenant: list, one, another role, suspend, remove, and a way back in. */
export function memberRoutes(all: () => ReadonlySet<Permission>, link: (secret: string) => string): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/members',
      summary: 'People of the tenant and their roles',
      permission: 'members:read',
      reply: many(memberSchema),
      async handle({ tx }) {
        return { data: await withSight(tx, await readMembers(tx)), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/members/:member',
      summary: 'One member',
      permission: 'members:read',
      params,
      reply: one(memberSchema),
      handle: async ({ tx, params: { member } }) => ({ data: await oneMember(tx, member) }),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/members/:member',
      summary: 'Give a member another role, limit what they see, suspend them, or let them act again',
      permission: 'members:write',
      params,
      body: Type.Object(
        {
          role: Type.Optional(Type.String({ pattern: '^[a-z][a-z-]{0,39}$' })),
          state: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('suspended')])),
          sees: Type.Optional(wantedSightSchema),
        },
        { additionalProperties: false },
      ),
      reply: one(memberSchema),
      writes: true,
      async handle({ tx, params: { member }, body, caller }) {
        return explained('member', async () => {
          const { sees, ...change } = body
          const sight = sees === undefined ? undefined : await explainedSight(() => keepSight(tx, sees))
          await changeMember(tx, member, { ...change, sight }, await managerOf(tx, caller, all()))
          await tell(tx, { topic: 'member.changed', body: { member } })
          return { data: await oneMember(tx, member) }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/members/:member',
      summary: 'Remove a member; their sessions and tokens end at once, jobs they started go on',
      permission: 'members:write',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { member }, caller }) {
        return explained('member', async () => {
          await removeMember(tx, member, await managerOf(tx, caller, all()))
          await tell(tx, { topic: 'member.removed', body: { member } })
          return { data: { id: member, removed: true } }
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/members/:member/sign-in-link',
      summary: `Make a one-time link with which a member signs in again, within ${wayBackHours} hours; it is told this once`,
      permission: 'members:write',
      params,
      reply: one(linkSchema),
      status: 201,
      writes: true,
      async handle({ tx, params: { member }, caller }) {
        return explained('member', async () => {
          const { id, secret, expiresAt } = await offerWayBack(tx, member, await managerOf(tx, caller, all()))
          return { data: { id, link: link(secret), expiresAt } }
        })
      },
    }),
  ]
}

async function oneMember(tx: TenantTransaction, id: string) {
  const [member] = await withSight(tx, await readMembers(tx, id))
  if (!member) throw notFound('member')
  return member
}
