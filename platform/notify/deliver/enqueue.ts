import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { Message } from '../render/message.ts'
import { giveUpMs } from './backoff.ts'

export interface Enqueued {
  readonly message: string
  /** Public ids, in the order of the channels. */
  readonly deliveries: readonly string[]
}

/** Puts a message on its way through channels, in the transaction of whoever tells it. `channelIds` are internal. A test is tried once. */
export async function enqueue(
  tx: TenantTransaction,
  told: {
    /** Public id of what tells it. */
    readonly origin: string
    readonly body: Message
    readonly channelIds: readonly number[]
    readonly kind?: 'message' | 'test'
    readonly now: number
  },
): Promise<Enqueued> {
  const { origin, body, channelIds, kind = 'message', now } = told
  const message = newPublicId('msg')
  const deliveries = channelIds.map(() => newPublicId('dlv'))
  await tx.query(
    `with made as (
       insert into notify_message (tenant_id, public_id, origin, body) values ($1, $2, $3, $4) returning message_id)
     insert into notify_delivery (tenant_id, public_id, message_id, channel_id, kind, give_up_at)
     select $1, d.id, made.message_id, d.channel, $7, $8
       from made, unnest($5::text[], $6::bigint[]) with ordinality as d (id, channel, place) order by d.place`,
    [
      ...[tx.tenantId, message, origin, JSON.stringify(body), deliveries, channelIds, kind],
      new Date(now + (kind === 'test' ? 0 : giveUpMs)),
    ],
  )
  await tell(tx, ...deliveries.map((id) => ({ topic: 'delivery.changed', body: { delivery: id, state: 'waiting' } })))
  return { message, deliveries }
}
