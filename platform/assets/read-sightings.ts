import type { TenantTransaction } from '../contract/index.ts'
import type { Identifier } from '../envelope/index.ts'
import type { SightedAsset, Sighting } from './sighting.ts'

/** A value that more assets have than this tells none of them apart. */
const sharedByTooMany = 50

const columns = `s.asset_source_id as id, s.asset_id as "assetId", s.source_id as "sourceId", s.source_kind as "sourceKind", s.kind,
  s.last_seen_at as "lastSeenAt", s.joined_at as "joinedAt",
  coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value) order by i.kind, i.value)
    from asset_identifier i where i.tenant_id = s.tenant_id and i.asset_source_id = s.asset_source_id), '[]') as identifiers`

type Row = Sighting & { readonly assetId: number }

/** All sightings of these assets. */
export async function sightingsOf(tx: TenantTransaction, assetIds: readonly number[]): Promise<SightedAsset[]> {
  const { rows } = await tx.query<Row>(
    `select ${columns} from asset_source s where s.tenant_id = $1 and s.asset_id = any ($2::bigint[]) order by s.asset_source_id`,
    [tx.tenantId, assetIds],
  )
  return assetIds.map((assetId) => ({ assetId, sightings: rows.filter((row) => row.assetId === assetId) }))
}

/** The other assets of a network that share one of these values. */
export async function assetsSharing(
  tx: TenantTransaction,
  question: { readonly networkId: number; readonly identifiers: readonly Identifier[]; readonly assetId?: number },
): Promise<SightedAsset[]> {
  const { rows } = await tx.query<{ assetId: number; kind: string; value: string }>(
    `select distinct s.asset_id as "assetId", i.kind, i.value
       from asset_identifier i
       join unnest($3::text[], $4::text[]) as said (kind, value) on said.kind = i.kind and said.value = i.value
       join asset_source s on s.tenant_id = i.tenant_id and s.asset_source_id = i.asset_source_id
      where i.tenant_id = $1 and i.network_id = $2 and s.tenant_id = $1 and s.asset_id is distinct from $5
      limit 5000`,
    [
      tx.tenantId,
      question.networkId,
      question.identifiers.map(({ kind }) => kind),
      question.identifiers.map(({ value }) => value),
      question.assetId ?? null,
    ],
  )
  const byValue = Map.groupBy(rows, ({ kind, value }) => `${kind} ${value}`)
  const telling = [...byValue.values()].filter((sharers) => sharers.length <= sharedByTooMany).flat()
  return sightingsOf(tx, [...new Set(telling.map(({ assetId }) => assetId))])
}

/** The pairs among which one of these sightings was told apart from another, as `low:high`. */
export async function apartPairs(tx: TenantTransaction, sightingIds: readonly number[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ pair: string }>(
    `select low_id || ':' || high_id as pair from asset_apart
      where tenant_id = $1 and (low_id = any ($2::bigint[]) or high_id = any ($2::bigint[]))`,
    [tx.tenantId, sightingIds],
  )
  return new Set(rows.map(({ pair }) => pair))
}
