import { defaultNetwork } from '../../assets/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { newSourceKey } from '../../envelope/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { ApplyingSource } from '../apply/record-handler.ts'

/** What applying needs, and the place of the statement after all that the source stated before. */
export interface ImportSource extends ApplyingSource {
  readonly seq: number
}

/**
 * The source that stands for all imports of a name, made where it is new, and held until the transaction ends. Nobody has its key: what it states comes through the
 * API, and never in envelopes.
 */
export async function importSource(tx: TenantTransaction, name: string, at: string): Promise<ImportSource> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('import ' || $1 || ' ' || $2, 0))`, [
    String(tx.tenantId),
    name,
  ])
  const known = await tx.query<Omit<ApplyingSource, 'kind'>>(
    `select source_id as "sourceId", public_id as source, network_id as "networkId" from source
      where tenant_id = $1 and kind = 'import' and name = $2 and status = 'active' order by source_id limit 1`,
    [tx.tenantId, name],
  )
  const source = known.rows[0] ?? (await newImportSource(tx, name, at))
  const { rows } = await tx.query<{ seq: number }>(
    `insert into source_progress as p (tenant_id, source_id, epoch, seq, applied_at) values ($1, $2, 1, 1, $3)
     on conflict (tenant_id, source_id) do update set epoch = 1, seq = p.seq + 1, applied_at = excluded.applied_at
     returning seq`,
    [tx.tenantId, source.sourceId, at],
  )
  await tx.query(
    `insert into source_state (tenant_id, source_id, last_seen_at) values ($1, $2, $3)
     on conflict (tenant_id, source_id) do update set last_seen_at = excluded.last_seen_at`,
    [tx.tenantId, source.sourceId, at],
  )
  return { ...source, kind: 'import', seq: Number(rows[0]!.seq) }
}

async function newImportSource(tx: TenantTransaction, name: string, at: string): Promise<Omit<ApplyingSource, 'kind'>> {
  const source = newPublicId('src')
  const networkId = await defaultNetwork(tx)
  const { rows } = await tx.query<{ sourceId: number }>(
    `insert into source (tenant_id, public_id, kind, name, public_key, network_id, enrolled_at)
     values ($1, $2, 'import', $3, $4, $5, $6) returning source_id as "sourceId"`,
    [tx.tenantId, source, name, newSourceKey().publicKey, networkId, at],
  )
  return { sourceId: rows[0]!.sourceId, source, networkId }
}
