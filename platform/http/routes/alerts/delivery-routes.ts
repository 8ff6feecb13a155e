import { type Static, Type } from 'typebox'
import { defineRoute, type Route } from '../../../contract/index.ts'
import { readDeliveries, readDelivery, redeliver } from '../../../notify/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, pageQuery } from '../../conventions/reply-schemas.ts'
import { explained } from './explain-notify-error.ts'

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const states = ['waiting', 'sending', 'delivered', 'failed', 'folded'] as const

const deliverySchema = Type.Object({
  id: Type.String({ description: 'Public id: dlv_… It goes along with every try.' }),
  kind: Type.Enum(['message', 'test', 'digest']),
  state: Type.Enum([...states], { description: 'folded: a digest took it along.' }),
  summary: Type.String(),
  total: Type.Integer(),
  alert: orNull(Type.Object({ id: Type.String(), name: orNull(Type.String()) })),
  channel: Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() }),
  attempts: Type.Integer(),
  answer: orNull(Type.String({ description: 'What was answered last.' })),
  nextAt: orNull(instant('When it is tried next.')),
  createdAt: instant('When it was put on its way.'),
  endedAt: orNull(instant('When it was delivered, or given up.')),
  foldedInto: orNull(Type.String()),
  version: Type.Integer(),
})

const wholeSchema = Type.Object({
  ...deliverySchema.properties,
  tries: Type.Array(
    Type.Object({
      attempt: Type.Integer(),
      beganAt: instant('When it was tried.'),
      tookMs: Type.Integer(),
      ok: Type.Boolean(),
      answer: Type.String(),
    }),
  ),
  message: Type.Unsafe<object>({ type: 'object', description: 'What it tells, in no channel’s form.' }),
})
const params = Type.Object({ delivery: Type.String({ maxLength: 40 }) })

/** The log of what was sent, and sending it again. What a message tells is seen by who may see what alerts watch. */
export const deliveryRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/deliveries',
    summary: 'What was sent and is to be sent, newest first',
    permission: 'deliveries:read',
    query: Type.Object({
      ...pageQuery,
      channel: Type.Optional(Type.String({ maxLength: 40 })),
      alert: Type.Optional(Type.String({ maxLength: 40 })),
      state: Type.Optional(Type.Enum([...states])),
    }),
    reply: many(deliverySchema),
    async handle({ tx, query }) {
      const { limit = 100, cursor, channel, alert, state } = query
      const before = cursor === undefined ? undefined : Number(cursor)
      const { deliveries, next } = await readDeliveries(tx, { limit, channel, origin: alert, state, before })
      const data = deliveries as unknown as Static<typeof deliverySchema>[]
      return { data, page: { next: next === null ? null : String(next), prev: null } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/deliveries/:delivery',
    summary: 'One delivery with all its tries',
    permission: 'deliveries:read',
    params,
    reply: one(wholeSchema),
    async handle({ tx, params: { delivery } }) {
      const found = await readDelivery(tx, delivery)
      if (!found) throw notFound('delivery')
      return { data: found as never }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/deliveries/:delivery/redeliver',
    summary: 'Send it once more, under the same id',
    permission: 'deliveries:write',
    params,
    reply: one(Type.Object({ delivery: Type.String() })),
    status: 202,
    writes: true,
    async handle({ tx, params: { delivery } }) {
      await explained(() => redeliver(tx, delivery, Date.now()))
      return { data: { delivery } }
    },
  }),
]
