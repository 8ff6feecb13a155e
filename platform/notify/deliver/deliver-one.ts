import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { type ChannelKind, sealPlace, type WebhookSecrets } from '../channels/channel.ts'
import { openMailServer } from '../channels/mail-server.ts'
import type { Message } from '../render/message.ts'
import { errorAnswer, type Outcome } from '../send/outcome.ts'
import { type DeliveringContext, leaseSeconds } from './delivering-context.ts'
import { foldBacklog } from './fold.ts'
import { noteOutcome, type Try } from './note-outcome.ts'
import { type Parcel, sendDelivery } from './send-delivery.ts'

interface Row {
  readonly id: string
  readonly channelId: number
  readonly channelPublicId: string
  readonly attempts: number
  readonly kind: ChannelKind | 'notice'
  readonly purpose: 'message' | 'test' | 'digest'
  readonly settings: object
  readonly sealed: string | null
  readonly body: Message
}

/** Sends a delivery that was taken, and notes how it went. What is killed in between is taken again when the lease is over. */
export async function deliverOne(context: DeliveringContext, tenantId: number, deliveryId: number): Promise<void> {
  const { database } = context
  const ready = await database.asTenant(tenantId, (tx) =>
    prepare(context, tx as unknown as TenantTransaction, deliveryId),
  )
  if (!ready) return
  const began = context.now()
  const at = performance.now()
  let outcome: Outcome
  try {
    outcome = await sendDelivery(context, ready.parcel)
  } catch (error) {
    outcome = { ok: false, answer: errorAnswer(error) }
  }
  const tried: Try = { ...ready.of, began, tookMs: Math.round(performance.now() - at), outcome }
  await database.asTenant(tenantId, (tx) => noteOutcome(tx as unknown as TenantTransaction, tried, context.random()), {
    idempotent: true,
  })
}

async function prepare(
  { box, now }: DeliveringContext,
  tx: TenantTransaction,
  asked: number,
): Promise<{ parcel: Parcel; of: Omit<Try, 'began' | 'tookMs' | 'outcome'> } | undefined> {
  let deliveryId = asked
  let row = await rowOf(tx, deliveryId)
  if (!row) return undefined
  if (row.kind === 'mail' && row.purpose !== 'test') {
    const folded = await foldBacklog(tx, { deliveryId, channelId: row.channelId, leaseSeconds, now: now() })
    if (folded !== undefined) {
      deliveryId = folded
      row = (await rowOf(tx, folded))!
    }
  }
  const { id, channelId, attempts, kind, settings, sealed, body } = row
  await tell(tx, { topic: 'delivery.changed', body: { delivery: id, state: 'sending' } })
  const base = { id, message: body, settings: kind === 'notice' ? { to: body.to } : settings } as object
  const opened = sealed === null ? undefined : box.open(sealed, sealPlace(tx.tenantId, row.channelPublicId))
  const parcel =
    kind === 'mail' || kind === 'notice'
      ? { ...base, kind: 'mail', mailServer: await openMailServer(tx, box) }
      : kind === 'webhook'
        ? { ...base, kind, secrets: opened === undefined ? undefined : (JSON.parse(opened) as WebhookSecrets) }
        : { ...base, kind }
  return { parcel: parcel as Parcel, of: { deliveryId, id, channelId, attempts } }
}

async function rowOf(tx: TenantTransaction, deliveryId: number): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>(
    `select d.public_id as id, d.channel_id as "channelId", c.public_id as "channelPublicId", d.attempts, c.kind, d.kind as purpose,
            c.settings, c.sealed, m.body
       from notify_delivery d
       join notify_channel c on c.tenant_id = d.tenant_id and c.channel_id = d.channel_id
       join notify_message m on m.tenant_id = d.tenant_id and m.message_id = d.message_id
      where d.tenant_id = $1 and d.delivery_id = $2 and d.state = 'sending' for update of d`,
    [tx.tenantId, deliveryId],
  )
  return rows[0]
}
