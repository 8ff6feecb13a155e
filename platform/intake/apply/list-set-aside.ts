import type { TenantTransaction } from '../../contract/index.ts'

/** What is set aside of one kind. */
export interface AsideSummary {
  readonly reason: string
  readonly type: string
  readonly name: string
  readonly version: number | null
  readonly waiting: number
  readonly sources: number
  readonly firstAt: string
  readonly lastAt: string
}

/** One record that is set aside. */
export interface AsideItem {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly name: string
  readonly version: number | null
  readonly reason: string
  readonly detail: string
  readonly record: unknown
  readonly receivedAt: string
  readonly outcome: 'waiting' | 'applied' | 'superseded' | 'dropped'
  readonly replayedAt: string | null
}

/** What waits, by reason and name, most first. */
export async function summarizeSetAside(tx: TenantTransaction): Promise<AsideSummary[]> {
  const { rows } = await tx.query<AsideSummary>(
    `select reason, record_type as type, name, version, count(*)::int as waiting, count(distinct source_id)::int as sources,
            min(received_at) as "firstAt", max(received_at) as "lastAt"
       from set_aside where tenant_id = $1 and outcome = 'waiting'
      group by reason, record_type, name, version order by count(*) desc, reason, name limit 200`,
    [tx.tenantId],
  )
  return rows
}

/** Single records of one reason and name, newest first. */
export async function listSetAside(
  tx: TenantTransaction,
  filter: { readonly reason?: string; readonly name?: string; readonly limit: number },
): Promise<AsideItem[]> {
  const { rows } = await tx.query<AsideItem>(
    `select a.public_id as id, s.public_id as source, a.record_type as type, a.name, a.version, a.reason, a.detail, a.record,
            a.received_at as "receivedAt", a.outcome, a.replayed_at as "replayedAt"
       from set_aside a join source s on s.tenant_id = a.tenant_id and s.source_id = a.source_id
      where a.tenant_id = $1 and s.tenant_id = $1 and ($2::text is null or a.reason = $2) and ($3::text is null or a.name = $3)
      order by a.set_aside_id desc limit $4`,
    [tx.tenantId, filter.reason ?? null, filter.name ?? null, filter.limit],
  )
  return rows
}

/** Gives up on records that wait: they stay visible, and are not tried again. Answers with their number. */
export async function dropSetAside(tx: TenantTransaction, ids: readonly string[], at: string): Promise<number> {
  const { rowCount } = await tx.query(
    `update set_aside set outcome = 'dropped', replayed_at = $3
      where tenant_id = $1 and public_id = any ($2::text[]) and outcome = 'waiting'`,
    [tx.tenantId, ids, at],
  )
  return rowCount
}
