import { Type } from 'typebox'
import { closeOtherSessions, closeSession, listOwnSessions } from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { notFound, unprocessable } from '../conventions/problem.ts'
import { ownSession } from '../request/own-session.ts'

const at = Type.String({ format: 'date-time' })

const held = Type.Object({
  id: Type.String({ description: 'Public id: ses_…' }),
  isThis: Type.Boolean({ description: 'True for the one that asks.' }),
  door: Type.Enum(['loopback', 'tls']),
  address: Type.String({ description: 'Where it was opened from.' }),
  agent: Type.String({ description: 'As the browser called itself.' }),
  tenant: Type.String(),
  createdAt: at,
  usedAt: at,
  expiresAt: at,
})

/** One's own sign-ins: which hold, end one, end all others. They are a person's, not a token's. */
export function ownSessionRoutes(database: Database): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'GET',
      path: '/session/all',
      summary: 'Sign-ins of your own that still hold, last used first',
      needs: 'session',
      reply: Type.Object({ data: Type.Array(held) }),
      async handle({ identity }) {
        const { id, personId } = ownSession(identity)
        const sessions = await listOwnSessions(database, personId)
        return { data: sessions.map((session) => ({ ...session, isThis: session.id === id })) }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/session/end',
      summary: 'End one of your own sign-ins, or all but this one; what listens by them ends at once',
      needs: 'session',
      body: Type.Object(
        {
          session: Type.Optional(Type.String({ maxLength: 40, description: 'The one to end …' })),
          others: Type.Optional(Type.Literal(true, { description: '… or all but the one that asks.' })),
        },
        { additionalProperties: false },
      ),
      reply: Type.Object({ data: Type.Object({ ended: Type.Integer({ minimum: 0 }) }) }),
      async handle({ raw, identity, body }) {
        const { id, personId } = ownSession(identity)
        const { caller } = identity!
        const { session, others } = body
        if ((session === undefined) === (others === undefined))
          throw unprocessable('/body', 'one-of', 'takes either session or others')
        const ended =
          session === undefined
            ? await closeOtherSessions(database, personId, id)
            : Number(await closeSession(database, personId, session))
        if (session !== undefined && ended === 0) throw notFound('session')
        await database.asTenant(caller.tenantId, async (transaction) => {
          const tx = transaction as unknown as TenantTransaction
          await tell(tx, { topic: 'member.changed', body: { member: caller.id } })
          await recordAudit(tx, {
            actor: { kind: caller.kind, id: caller.id, name: caller.name },
            action: 'POST /session/end',
            target: session ?? 'others',
            after: { ended },
            address: raw.ip,
            traceId: raw.id,
          })
        })
        return { data: { ended } }
      },
    }),
  ]
}
