import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Outcome } from '../send/outcome.ts'
import { backoffMs } from './backoff.ts'

/** One try of one delivery. */
export interface Try {
  readonly deliveryId: number
  /** Public id of the delivery. */
  readonly id: string
  readonly channelId: number
  /** Which try it is; 1 is the first. */
  readonly attempts: number
  readonly began: number
  readonly tookMs: number
  readonly outcome: Outcome
}

/** A channel rests so long after each message: nobody is flooded, and other tenants' come in between. */
const restMs = 100

/** Notes how a try went: in the log, for the delivery, and for the channel, whose other messages wait or come at once accordingly. */
export async function noteOutcome(tx: TenantTransaction, tried: Try, random: number): Promise<void> {
  const { deliveryId, id, channelId, attempts, began, tookMs, outcome } = tried
  const { ok, answer, final = false, gone = false } = outcome
  const changed = await tx.query<{ state: string; kind: string }>(
    `update notify_delivery
        set state = case when $4 then 'delivered' when $5 or now() >= give_up_at then 'failed' else 'waiting' end,
            ended_at = case when $4 or $5 or now() >= give_up_at then now() end,
            next_at = now() + $6 * interval '1 millisecond', leased_until = null, answer = $7, version = version + 1
      where tenant_id = $1 and delivery_id = $2 and state = 'sending' and attempts = $3 returning state, kind`,
    [tx.tenantId, deliveryId, attempts, ok, final, backoffMs(attempts, random), answer],
  )
  // Somebody else took it meanwhile, because this try was thought dead: it is theirs to say how it ended.
  const [now] = changed.rows
  await tx.query(
    `insert into notify_attempt (tenant_id, delivery_id, attempt, began_at, took_ms, ok, answer)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.tenantId, deliveryId, attempts, new Date(began), tookMs, ok, answer],
  )
  if (ok) await channelWell(tx, channelId)
  else if (!final || gone) await channelFailed(tx, channelId, { answer, gone, random })
  if (now) await tell(tx, { topic: 'delivery.changed', body: { delivery: id, state: now.state } })
}

/** What waited because nothing got through comes now. */
async function channelWell(tx: TenantTransaction, channelId: number): Promise<void> {
  const { rows } = await tx.query<{ failing: boolean }>(
    'select failures > 0 as failing from notify_channel where tenant_id = $1 and channel_id = $2 for update',
    [tx.tenantId, channelId],
  )
  await tx.query(
    `update notify_channel set failures = 0, failing_since = null, last_error = null, delivered_at = now(),
            not_before = now() + ${restMs} * interval '1 millisecond'
      where tenant_id = $1 and channel_id = $2`,
    [tx.tenantId, channelId],
  )
  if (!rows[0]?.failing) return
  await tx.query(
    `update notify_delivery set next_at = date_trunc('milliseconds', now())
      where tenant_id = $1 and channel_id = $2 and state = 'waiting'`,
    [tx.tenantId, channelId],
  )
  await tell(tx, { topic: 'channel.changed', body: { state: 'well' } })
}

/** One message after the other would meet the same closed door: the channel as a whole waits, longer each time. */
async function channelFailed(
  tx: TenantTransaction,
  channelId: number,
  { answer, gone, random }: { answer: string; gone: boolean; random: number },
): Promise<void> {
  const { rows } = await tx.query<{ failures: number; id: string }>(
    `update notify_channel set failures = failures + 1, failing_since = coalesce(failing_since, now()), last_error = $3,
            paused_at = case when $4 then coalesce(paused_at, now()) else paused_at end,
            paused_why = case when $4 then 'The receiver answered 410: it does not want to be told any more.' else paused_why end
      where tenant_id = $1 and channel_id = $2 returning failures, public_id as id`,
    [tx.tenantId, channelId, answer, gone],
  )
  if (!rows[0]) return
  await tx.query(
    `update notify_channel set not_before = now() + $3 * interval '1 millisecond' where tenant_id = $1 and channel_id = $2`,
    [tx.tenantId, channelId, backoffMs(rows[0].failures, random)],
  )
  await tell(tx, { topic: 'channel.changed', body: { channel: rows[0].id, state: gone ? 'paused' : 'failing' } })
}
