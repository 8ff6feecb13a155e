import type { TenantTransaction } from '../../contract/index.ts'

/** A source as people see it. */
export interface ListedSource {
  readonly id: string
  /** Internal. */
  readonly sourceId: number
  readonly kind: string
  readonly name: string
  readonly status: 'active' | 'revoked'
  readonly network: string
  readonly key: { readonly id: string; readonly name: string } | null
  readonly enrolledAt: string
  readonly lastSeenAt: string | null
  readonly agentVersion: string | null
  readonly platform: string | null
  readonly capabilities: readonly string[] | null
  readonly clockOffsetMs: number | null
  readonly waiting: number | null
  readonly cloneSeenAt: string | null
  /** Public ids of the assets it speaks of; at most ten. */
  readonly assets: readonly string[]
  /** Envelopes that are stored and not applied yet. */
  readonly pending: number
  /** Records that are set aside and wait. */
  readonly setAside: number
  readonly conflicts: number
  readonly version: number
}

const text = `
  select src.public_id as id, src.source_id as "sourceId", src.kind, src.name, src.status, n.name as network,
         (select jsonb_build_object('id', k.public_id, 'name', k.name) from activation_key k
           where k.tenant_id = $1 and k.activation_key_id = src.activation_key_id) as key,
         src.enrolled_at as "enrolledAt", s.last_seen_at as "lastSeenAt", s.agent_version as "agentVersion", s.platform,
         s.capabilities, s.clock_offset_ms as "clockOffsetMs", s.waiting, src.clone_seen_at as "cloneSeenAt", src.version,
         array(select a.public_id from asset_source x join asset a on a.tenant_id = x.tenant_id and a.asset_id = x.asset_id
                where x.tenant_id = $1 and a.tenant_id = $1 and x.source_id = src.source_id order by x.asset_source_id limit 10) as assets,
         (select coalesce(sum(b.last_seq - b.first_seq + 1), 0)::int from envelope_batch b
           where b.tenant_id = $1 and b.source_id = src.source_id) as pending,
         (select count(*)::int from set_aside x where x.tenant_id = $1 and x.source_id = src.source_id and x.outcome = 'waiting') as "setAside",
         (select count(*)::int from envelope_conflict x where x.tenant_id = $1 and x.source_id = src.source_id) as conflicts
    from source src
    join network n on n.tenant_id = src.tenant_id and n.network_id = src.network_id
    left join source_state s on s.tenant_id = src.tenant_id and s.source_id = src.source_id
   where src.tenant_id = $1 and n.tenant_id = $1 and src.status <> 'purged'`

/** A page of the tenant's sources, in the order of their enrolment, newest first; `before` is the `sourceId` of the last one of the page before. */
export async function listSources(
  tx: TenantTransaction,
  page: { readonly before?: number; readonly limit: number },
): Promise<ListedSource[]> {
  const { rows } = await tx.query<ListedSource>(
    `${text} and ($2::bigint is null or src.source_id < $2) order by src.source_id desc limit $3`,
    [tx.tenantId, page.before ?? null, page.limit],
  )
  return rows
}

/** One source by its public id. */
export async function readSource(tx: TenantTransaction, id: string): Promise<ListedSource | undefined> {
  const { rows } = await tx.query<ListedSource>(`${text} and src.public_id = $2`, [tx.tenantId, id])
  return rows[0]
}

/** These sources of the tenant, by internal id. */
export async function readSources(
  tx: TenantTransaction,
  sourceIds: readonly number[],
): Promise<ReadonlyMap<number, ListedSource>> {
  const { rows } = await tx.query<ListedSource>(`${text} and src.source_id = any ($2::bigint[])`, [
    tx.tenantId,
    sourceIds,
  ])
  return new Map(rows.map((row) => [row.sourceId, row]))
}
