import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { giveUpMs } from '../deliver/backoff.ts'
import { NotifyError } from '../notify-error.ts'

/** Sends what has ended once more, under the same id, so that the receiver can tell that it is the same. Throws NotifyError. */
export async function redeliver(tx: TenantTransaction, id: string, now: number): Promise<void> {
  const { rows } = await tx.query<{ state: string }>(
    'select state from notify_delivery where tenant_id = $1 and public_id = $2 for update',
    [tx.tenantId, id],
  )
  if (!rows[0]) throw new NotifyError('not-found', 'There is no such delivery.')
  await tx.query(
    `update notify_delivery set state = 'waiting', next_at = date_trunc('milliseconds', now()), give_up_at = $3, ended_at = null,
            folded_into = null, version = version + 1
      where tenant_id = $1 and public_id = $2 and state in ('delivered', 'failed', 'folded')`,
    [tx.tenantId, id, new Date(now + giveUpMs)],
  )
  await tx.query(
    `update notify_channel c set not_before = null from notify_delivery d
      where d.tenant_id = $1 and d.public_id = $2 and c.tenant_id = $1 and c.channel_id = d.channel_id`,
    [tx.tenantId, id],
  )
  await tell(tx, { topic: 'delivery.changed', body: { delivery: id, state: 'waiting' } })
}
