import { Type } from 'typebox'
import { acceptInvitation, lookAtInvitation, RateLimiter, takeSession } from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { countRequest } from '../api/mount-routes.ts'
import { Problem } from '../conventions/problem.ts'
import type { Identity } from '../request/identify-caller.ts'
import { explained } from '../routes/people/explain-access-error.ts'
import { finishSignIn, signInReply } from './finish-sign-in.ts'

const secret = Type.String({ minLength: 1, maxLength: 200, description: 'What follows # in the link.' })

/** Accepting an invitation: what it says, and the way in. */
export function joinRoutes(database: Database): readonly DoorRoute[] {
  // A secret is 256 random bits: this is against noise, not against guessing.
  const attempts = new RateLimiter({ quota: 60, windowSeconds: 60 })
  return [
    doorRoute({
      method: 'POST',
      path: '/invitation',
      summary: 'What an invitation says, for whoever holds its link; it is not used up',
      needs: 'nobody',
      body: Type.Object({ secret }, { additionalProperties: false }),
      reply: Type.Object({
        data: Type.Object({
          kind: Type.Enum(['join', 'sign-in']),
          name: Type.String(),
          tenantName: Type.String(),
          roleTitle: Type.String(),
          invitedBy: Type.String(),
          expiresAt: Type.String({ format: 'date-time' }),
        }),
      }),
      async handle({ raw, reply, body }) {
        countRequest(reply, attempts, raw.ip, 'invitation')
        const offered = await lookAtInvitation(database, body.secret)
        if (!offered) throw invalid()
        return { data: offered }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/invitation/accept',
      summary: 'Accept an invitation: makes the person and the membership, and signs in; sets the cookie of this door',
      needs: 'nobody',
      body: Type.Object(
        {
          secret,
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })),
          present: Type.Optional(
            Type.Boolean({
              description: 'True to join as the person who is signed in, whose session goes to that tenant.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      reply: signInReply,
      status: 201,
      async handle({ raw, reply, body, identity }) {
        countRequest(reply, attempts, raw.ip, 'invitation')
        const { door } = raw.facts
        const present = body.present ? presentPerson(identity) : undefined
        const accepting = acceptInvitation(
          database,
          body.secret,
          body.name,
          present?.personId,
          async (transaction, who) => {
            const tx = transaction as unknown as TenantTransaction
            await tell(tx, { topic: 'member.changed', body: { member: who.id } })
            await recordAudit(tx, {
              actor: { kind: 'person', id: who.id, name: who.name },
              action: 'POST /invitation/accept',
              target: who.id,
              after: { kind: who.kind },
              address: raw.ip,
              traceId: raw.id,
            })
          },
        )
        const member = await explained('invitation', () => accepting)
        if (!member) {
          raw.log.warn({ door, address: raw.ip }, 'invitation refused')
          throw invalid()
        }
        if (present && member.personId === present.personId) {
          await takeSession(database, present, member.tenantId)
          return { data: { state: 'signed-in', ways: [], expiresAt: present.expiresAt } }
        }
        return finishSignIn(database, { raw, reply }, member, ['link'], { confined: member.kind === 'sign-in' })
      },
    }),
  ]
}

/** Throws Problem 403 for nobody, for a token, and for a session that stays in its tenant. */
function presentPerson(identity: Identity | undefined): NonNullable<Identity['session']> {
  if (identity?.session && !identity.session.confined) return identity.session
  throw new Problem(403, 'not-permitted', 'To join as yourself, sign in with a sign-in of your own first.')
}

function invalid(): Problem {
  return new Problem(
    404,
    'invitation-invalid',
    'This link was used already, was taken back, or is too old. Ask whoever sent it for a new one.',
  )
}
