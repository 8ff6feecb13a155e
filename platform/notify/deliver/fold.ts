import type { TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type Message, mostItems } from '../render/message.ts'
import { giveUpMs } from './backoff.ts'

/** From so many messages on that have waited, a person gets one digest of them. */
const fewest = 3
const waitedSeconds = 45
const mostFolded = 500
const mostListed = 200

interface Waiting {
  readonly id: number
  readonly body: Message
}

/**
 * Takes together what has piled up for people while their mail server was away: one digest instead of a flood. What was tried and of which it is not
 * known how it went stays by itself, so that it can be recognised should it come twice. Answers with the internal id of the digest's delivery, which
 * is being sent now; undefined where there is nothing to take together.
 */
export async function foldBacklog(
  tx: TenantTransaction,
  {
    deliveryId,
    channelId,
    leaseSeconds,
    now,
  }: { deliveryId: number; channelId: number; leaseSeconds: number; now: number },
): Promise<number | undefined> {
  const { rows } = await tx.query<Waiting>(
    `select d.delivery_id as id, m.body from notify_delivery d
       join notify_message m on m.tenant_id = d.tenant_id and m.message_id = d.message_id
      where d.tenant_id = $1 and d.channel_id = $2 and d.kind <> 'test' and d.created_at < now() - $4 * interval '1 second'
        and (d.delivery_id = $3 or d.state = 'waiting')
        and d.attempts - (d.delivery_id = $3)::int
            = (select count(*) from notify_attempt a where a.tenant_id = d.tenant_id and a.delivery_id = d.delivery_id)
      order by d.delivery_id limit ${mostFolded} for update of d skip locked`,
    [tx.tenantId, channelId, deliveryId, waitedSeconds],
  )
  if (rows.length < fewest || !rows.some(({ id }) => id === deliveryId)) return undefined
  const made = await tx.query<{ id: number }>(
    `with message as (
       insert into notify_message (tenant_id, public_id, origin, body) values ($1, $2, '', $3) returning message_id)
     insert into notify_delivery (tenant_id, public_id, message_id, channel_id, kind, state, attempts, leased_until, give_up_at)
     select $1, $4, message_id, $5, 'digest', 'sending', 1, now() + $6 * interval '1 second', $7 from message
     returning delivery_id as id`,
    [
      ...[
        tx.tenantId,
        newPublicId('msg'),
        JSON.stringify(
          digestOf(
            rows.map(({ body }) => body),
            now,
          ),
        ),
      ],
      ...[newPublicId('dlv'), channelId, leaseSeconds, new Date(now + giveUpMs)],
    ],
  )
  const { id } = made.rows[0]!
  await tx.query(
    `update notify_delivery set state = 'folded', folded_into = $3, leased_until = null, ended_at = now(), version = version + 1
      where tenant_id = $1 and delivery_id = any ($2::bigint[])`,
    [tx.tenantId, rows.map(({ id }) => id), id],
  )
  return id
}

/** One message that says what several said. */
export function digestOf(messages: readonly Message[], now: number): Message {
  const [first] = messages
  const each = messages.flatMap((message) =>
    message.type === 'digest'
      ? (message.messages ?? [])
      : [{ at: message.at, summary: message.summary, alert: message.alert.name }],
  )
  const total = messages.reduce((sum, message) => sum + message.total, 0)
  return {
    schemaVersion: 1,
    type: 'digest',
    tenant: first!.tenant,
    alert: { id: '', name: 'Digest', query: '', list: '' },
    at: new Date(now).toISOString(),
    summary: `${each.length} alerts that could not be delivered earlier`,
    total,
    items: messages.flatMap(({ items }) => items).slice(0, mostItems),
    path: '/alerts?view=deliveries',
    messages: each.slice(0, mostListed),
  }
}
