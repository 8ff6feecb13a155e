import type { TenantTransaction } from '../../contract/index.ts'

/** A delivery in the log. */
export interface Delivery {
  /** Public id: dlv_… It goes along with every try. */
  readonly id: string
  readonly kind: 'message' | 'test' | 'digest'
  readonly state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'folded'
  readonly summary: string
  readonly total: number
  readonly alert: { readonly id: string; readonly name: string } | null
  readonly channel: { readonly id: string; readonly name: string; readonly kind: string }
  readonly attempts: number
  readonly answer: string | null
  /** When it is tried next; null where it is not. */
  readonly nextAt: string | null
  readonly createdAt: string
  readonly endedAt: string | null
  /** The digest that took it along. */
  readonly foldedInto: string | null
  readonly version: number
}

export interface Attempt {
  readonly attempt: number
  readonly beganAt: string
  readonly tookMs: number
  readonly ok: boolean
  readonly answer: string
}

export interface DeliveriesWanted {
  readonly id?: string | undefined
  /** Public id of a channel. */
  readonly channel?: string | undefined
  /** Public id of what told it. */
  readonly origin?: string | undefined
  readonly state?: string | undefined
  readonly limit: number
  /** The number that the page before ended at. */
  readonly before?: number | undefined
}

/** The log, newest first, and where the next page goes on. */
export async function readDeliveries(
  tx: TenantTransaction,
  wanted: DeliveriesWanted,
): Promise<{ readonly deliveries: readonly Delivery[]; readonly next: number | null }> {
  const { id, channel, origin, state, limit, before } = wanted
  const { rows } = await tx.query<Delivery & { place: number }>(
    `select d.delivery_id as place, d.public_id as id, d.kind, d.state, m.body ->> 'summary' as summary, (m.body ->> 'total')::int as total,
            case when m.origin <> '' then jsonb_build_object('id', m.origin, 'name', m.body -> 'alert' ->> 'name') end as alert,
            jsonb_build_object('id', c.public_id, 'name', case c.kind when 'notice' then 'Mail to people' else c.name end,
                               'kind', case c.kind when 'notice' then 'mail' else c.kind end) as channel,
            d.attempts, d.answer,
            case when d.state = 'waiting' and c.paused_at is null then greatest(d.next_at, c.not_before) end as "nextAt",
            d.created_at as "createdAt", d.ended_at as "endedAt",
            (select o.public_id from notify_delivery o where o.tenant_id = d.tenant_id and o.delivery_id = d.folded_into) as "foldedInto",
            d.version
       from notify_delivery d
       join notify_message m on m.tenant_id = d.tenant_id and m.message_id = d.message_id
       join notify_channel c on c.tenant_id = d.tenant_id and c.channel_id = d.channel_id
      where d.tenant_id = $1 and ($2::text is null or d.public_id = $2) and ($3::text is null or c.public_id = $3)
        and ($4::text is null or m.origin = $4) and ($5::text is null or d.state = $5) and ($6::bigint is null or d.delivery_id < $6)
      order by d.delivery_id desc limit $7`,
    [tx.tenantId, id ?? null, channel ?? null, origin ?? null, state ?? null, before ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const next = rows.length > limit ? Number(page.at(-1)!.place) : null
  return { deliveries: page.map(({ place: _, ...row }) => row), next }
}

/** One delivery with all its tries and what it told; undefined where there is none. */
export async function readDelivery(
  tx: TenantTransaction,
  id: string,
): Promise<(Delivery & { readonly tries: readonly Attempt[]; readonly message: unknown }) | undefined> {
  const [found] = (await readDeliveries(tx, { id, limit: 1 })).deliveries
  if (!found) return undefined
  const { rows: tries } = await tx.query<Attempt>(
    `select a.attempt, a.began_at as "beganAt", a.took_ms as "tookMs", a.ok, a.answer
       from notify_attempt a join notify_delivery d on d.tenant_id = a.tenant_id and d.delivery_id = a.delivery_id
      where a.tenant_id = $1 and d.public_id = $2 order by a.attempt desc limit 200`,
    [tx.tenantId, id],
  )
  const { rows } = await tx.query<{ body: unknown }>(
    `select m.body from notify_message m join notify_delivery d on d.tenant_id = m.tenant_id and d.message_id = m.message_id
      where d.tenant_id = $1 and d.public_id = $2`,
    [tx.tenantId, id],
  )
  return { ...found, tries, message: rows[0]!.body }
}
