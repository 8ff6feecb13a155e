import { Type } from 'typebox'
import { enterTenant, listReachable } from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { notFound, Problem } from '../conventions/problem.ts'
import { instant } from '../conventions/reply-schemas.ts'
import { type Identity, plainName } from '../request/identify-caller.ts'

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

const reachable = Type.Object({
  id: Type.String({ description: 'Public id: ten_…' }),
  name: Type.String(),
  kind: Type.Enum(['provider', 'customer', 'demo', 'guest']),
  through: orNull(Type.String({ description: 'The provider as whose guest one comes; null where one is a member.' })),
  expiresAt: orNull(instant('When the grant ends.')),
})

/** Where a person can go, and going there: the tenant switcher. Both are a person's, not a token's, which belongs to one tenant. */
export function switchRoutes(database: Database): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'GET',
      path: '/session/tenants',
      summary: 'Tenants that you can switch to, your own first; a search finds parts of names',
      needs: 'anybody',
      query: Type.Object({
        search: Type.Optional(Type.String({ maxLength: 200 })),
        id: Type.Optional(Type.String({ maxLength: 40, description: 'Only this one.' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
      }),
      reply: Type.Object({
        data: Type.Array(reachable),
        total: Type.Integer({ description: 'How many there are, counted to 1,000.' }),
      }),
      async handle({ identity, query }) {
        // A token stays where it is, and a session that people of its tenant could have opened does too.
        if (!identity?.session || identity.session.confined) return { data: [], total: 0 }
        const { search, id, limit = 50 } = query
        const { tenants, total } = await listReachable(database, identity.session.personId, { search, id, limit })
        return { data: tenants, total }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/session/tenant',
      summary: 'Go to another tenant with this sign-in; as a guest of a provider where one is not a member',
      needs: 'anybody',
      body: Type.Object({ tenant: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
      reply: Type.Object({ data: Type.Object({ tenant: Type.String(), guestOf: orNull(Type.String()) }) }),
      async handle({ raw, identity, body }) {
        const session = movable(identity)
        const { caller } = identity!
        const entered = await enterTenant(database, session, body.tenant, async (transaction, { guestOf }) => {
          const tx = transaction as unknown as TenantTransaction
          if (guestOf) await tell(tx, { topic: 'member.changed', body: { member: caller.id } })
          await recordAudit(tx, {
            actor: {
              kind: caller.kind,
              id: caller.id,
              name: `${plainName(identity!)}${guestOf ? ` (${guestOf})` : ''}`,
            },
            action: 'POST /session/tenant',
            target: body.tenant,
            ...(guestOf && { after: { guestOf } }),
            address: raw.ip,
            traceId: raw.id,
          })
        })
        if (!entered) throw notFound('tenant')
        raw.log.info({ session: session.id, tenant: body.tenant }, 'went to another tenant')
        return { data: { tenant: body.tenant, guestOf: entered.guestOf } }
      },
    }),
  ]
}

function movable(identity: Identity | undefined): NonNullable<Identity['session']> {
  if (!identity?.session)
    throw new Problem(403, 'not-permitted', 'A token belongs to one tenant. Make one in the other tenant.')
  if (identity.session.confined)
    throw new Problem(
      403,
      'session-confined',
      'This sign-in was opened with a link that people of this tenant made, thus it stays here. Sign in yourself to go elsewhere.',
    )
  return identity.session
}
