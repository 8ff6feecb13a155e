import type { TenantTransaction } from '../../contract/index.ts'
import type { Channel, ChannelKind } from './channel.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly settings: Readonly<Record<string, unknown>>
  readonly pausedAt: string | null
  readonly pausedWhy: string | null
  readonly failures: number
  readonly failingSince: string | null
  readonly lastError: string | null
  readonly deliveredAt: string | null
  readonly waiting: number
  readonly updatedAt: string
  readonly version: number
}

/** What channels there are, for who may not see where they lead. */
export async function readChannelNames(
  tx: TenantTransaction,
): Promise<readonly { readonly id: string; readonly name: string; readonly kind: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string; kind: string }>(
    `select public_id as id, name, kind from notify_channel
      where tenant_id = $1 and kind <> 'notice' order by name_folded, channel_id limit 1000`,
    [tx.tenantId],
  )
  return rows
}

/** Channels of the tenant by name; one of them when `id` is given. */
export async function readChannels(tx: TenantTransaction, id?: string): Promise<readonly Channel[]> {
  const { rows } = await tx.query<Row>(
    `select c.public_id as id, c.name, c.kind, c.settings, c.paused_at as "pausedAt", c.paused_why as "pausedWhy", c.failures,
            c.failing_since as "failingSince", c.last_error as "lastError", c.delivered_at as "deliveredAt",
            (select count(*)::int from (select from notify_delivery d
              where d.tenant_id = c.tenant_id and d.channel_id = c.channel_id and d.state in ('waiting', 'sending') limit 10000) w) as waiting,
            c.updated_at as "updatedAt", c.version
       from notify_channel c
      where c.tenant_id = $1 and c.kind <> 'notice' and ($2::text is null or c.public_id = $2) order by c.name_folded, c.channel_id limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows.map(shown)
}

function shown({ kind, settings, pausedAt, pausedWhy, failures, lastError, ...row }: Row): Channel {
  const of = <K extends ChannelKind>(wanted: K) => (kind === wanted ? (settings as unknown as Channel[K]) : null)
  return {
    ...row,
    kind,
    mail: of('mail'),
    webhook: of('webhook'),
    syslog: of('syslog'),
    state: pausedAt ? 'paused' : failures > 0 ? 'failing' : 'well',
    problem: pausedAt ? pausedWhy : failures > 0 ? lastError : null,
  }
}
