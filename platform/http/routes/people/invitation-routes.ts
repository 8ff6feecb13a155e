import { Type } from 'typebox'
import {
  invitationDays,
  invitationDaysAtMost,
  invite,
  readInvitations,
  revokeInvitation,
} from '../../../access/index.ts'
import { defineRoute, type Permission, type Route } from '../../../contract/index.ts'
import { keepSight } from '../../../scope/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { explained } from './explain-access-error.ts'
import { managerOf } from './people-manager.ts'
import { explainedSight, sightSchema, wantedSightSchema, withSight } from './sight-schemas.ts'

const invitationSchema = Type.Object({
  id: Type.String({ description: 'Public id: inv_…' }),
  kind: Type.Enum(['join', 'sign-in'], { description: '`sign-in`: a way back in for somebody who is a member.' }),
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  role: Type.String(),
  invitedBy: Type.String(),
  state: Type.Enum(['open', 'accepted', 'revoked', 'expired']),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
  expiresAt: instant('Until when it can be accepted.'),
  acceptedAt: Type.Union([instant('When it was accepted.'), Type.Null()]),
  sees: sightSchema,
})

/** A link that lets somebody in, told once. */
export const linkSchema = Type.Object({
  id: Type.String({ description: 'Public id of the invitation: inv_…' }),
  link: Type.String({ description: 'To open in a browser. Its secret stands after #, thus in no log on the way.' }),
  expiresAt: instant('Until when it works.'),
})

const params = Type.Object({ invitation: Type.String({ maxLength: 40 }) })

/** Invitations: list, one, make, take back. `link` makes an address of a secret. */
export function invitationRoutes(
  all: () => ReadonlySet<Permission>,
  link: (secret: string) => string,
): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/people/invitations',
      summary: 'Invitations and links for signing in again, newest first',
      permission: 'members:read',
      reply: many(invitationSchema),
      async handle({ tx }) {
        return { data: await withSight(tx, await readInvitations(tx)), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/people/invitations/:invitation',
      summary: 'One invitation',
      permission: 'members:read',
      params,
      reply: one(invitationSchema),
      async handle({ tx, params: { invitation } }) {
        const [found] = await withSight(tx, await readInvitations(tx, invitation))
        if (!found) throw notFound('invitation')
        return { data: found }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/people/invitations',
      summary: 'Invite somebody; the one-time link is told this once',
      permission: 'members:write',
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
          email: Type.Optional(Type.String({ minLength: 3, maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' })),
          role: Type.String({ pattern: '^[a-z][a-z-]{0,39}$' }),
          days: Type.Optional(Type.Integer({ minimum: 1, maximum: invitationDaysAtMost, default: invitationDays })),
          sees: Type.Optional(wantedSightSchema),
        },
        { additionalProperties: false },
      ),
      reply: one(linkSchema),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        return explained('invitation', async () => {
          const { sees, ...invitation } = body
          const sight = sees === undefined ? undefined : await explainedSight(() => keepSight(tx, sees))
          const manager = await managerOf(tx, caller, all())
          const { id, secret, expiresAt } = await invite(tx, { ...invitation, sight }, manager)
          return { data: { id, link: link(secret), expiresAt } }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/people/invitations/:invitation',
      summary: 'Take an invitation back',
      permission: 'members:write',
      params,
      reply: one(Type.Object({ id: Type.String(), revoked: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { invitation } }) {
        return { data: { id: invitation, revoked: await revokeInvitation(tx, invitation) } }
      },
    }),
  ]
}
