import type { EventName, TenantTransaction } from '../contract/index.ts'
import type { Item } from '../envelope/index.ts'

/** Something that happened. */
export interface StoredEvent {
  /** Internal; with `receivedAt` the place to go on from. */
  readonly eventId: number
  readonly event: EventName
  readonly version: number
  /** Public id of the asset it happened on. */
  readonly asset: string
  readonly sourceId: number
  /** By the source's clock. */
  readonly at: string
  readonly receivedAt: string
  readonly body: Item
}

export interface EventQuery {
  /** A time is always named: it decides which days are looked at. */
  readonly from: string
  /** Not included. */
  readonly until: string
  /** Internal id. */
  readonly assetId?: number
  readonly events?: readonly string[]
  /** The last one of the page before. */
  readonly before?: { readonly receivedAt: string; readonly eventId: number }
  readonly limit: number
}

/** Events of a time, latest first. Those that an asset had before it was merged, or keeps after a split, are found with it. */
export async function readEvents(tx: TenantTransaction, query: EventQuery): Promise<StoredEvent[]> {
  const { rows } = await tx.query<StoredEvent>(
    `select e.event_id as "eventId", e.event, e.event_version as version, a.public_id as asset, e.source_id as "sourceId", e.at,
            e.received_at as "receivedAt", e.body
       from event e
       join asset_source s on s.tenant_id = e.tenant_id and s.asset_source_id = e.asset_source_id
       join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id
      where e.tenant_id = $1 and s.tenant_id = $1 and a.tenant_id = $1
        and e.received_on >= ($2::timestamptz at time zone 'UTC')::date
        and e.received_at >= $2 and e.received_at < $3
        and ($4::bigint is null or e.asset_source_id = any (array(select x.asset_source_id from asset_source x where x.tenant_id = $1 and x.asset_id = $4)))
        and ($5::text[] is null or e.event = any ($5))
        and ($6::timestamptz is null or (e.received_at, e.event_id) < ($6, $7::bigint))
      order by e.received_at desc, e.event_id desc limit $8`,
    [
      tx.tenantId,
      query.from,
      query.until,
      query.assetId ?? null,
      query.events ?? null,
      query.before?.receivedAt ?? null,
      query.before?.eventId ?? null,
      query.limit,
    ],
  )
  return rows
}
