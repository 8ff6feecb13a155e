import type { TenantTransaction } from '../contract/index.ts'
import type { OutboxMessage } from './follow.ts'

/** What was told after a number, in its order, for who keeps the place where they are in the same database. */
export interface ReadMessages {
  readonly messages: readonly OutboxMessage[]
  /** The place up to which was read. */
  readonly seq: number
  /** Messages after the asked place are no longer kept, or never were: look at everything again. */
  readonly anew: boolean
  readonly more: boolean
}

/** Reads at most so many messages after a place, in the caller's transaction. */
export async function readMessages(tx: TenantTransaction, after: number, most: number): Promise<ReadMessages> {
  const { rows: heads } = await tx.query<{ seq: number; dropped: number }>(
    'select seq, dropped from outbox_head where tenant_id = $1',
    [tx.tenantId],
  )
  const last = heads[0]?.seq ?? 0
  if (after < (heads[0]?.dropped ?? 0) || after > last) return { messages: [], seq: last, anew: true, more: false }
  const { rows } = await tx.query<OutboxMessage>(
    `select 'message' as kind, seq, topic, body, at from outbox
      where tenant_id = $1 and seq > $2 and seq <= $3 order by seq limit $4`,
    [tx.tenantId, after, last, most],
  )
  const more = rows.length === most
  return { messages: rows, seq: more ? rows.at(-1)!.seq : last, anew: false, more }
}
