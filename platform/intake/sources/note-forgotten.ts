import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'

/**
 * Notes a gap for a source that begins anew because the database went back: what it sent between the last envelope that is known here and now
 * is forgotten. Nothing is noted where the source was asked for a snapshot, which loses nothing.
 */
export async function noteForgotten(
  tx: TenantTransaction,
  source: { readonly sourceId: number; readonly source: string },
  at: string,
): Promise<void> {
  const reason = 'server-went-back'
  const { rows } = await tx.query<{ from: string; to: string }>(
    `insert into source_gap (tenant_id, source_id, from_at, to_at, reason, received_at)
     select $1, s.source_id, least(coalesce(
              (select received_at from envelope e where e.tenant_id = $1 and e.source_id = s.source_id order by epoch desc, seq desc limit 1),
              p.applied_at, s.enrolled_at), $3), $3, $4, $3
       from source s
       join source_progress p on p.tenant_id = s.tenant_id and p.source_id = s.source_id
       join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id
      where s.tenant_id = $1 and p.tenant_id = $1 and t.tenant_id = $1 and s.source_id = $2 and t.snapshot_wanted_at is null
     returning from_at as "from", to_at as "to"`,
    [tx.tenantId, source.sourceId, at, reason],
  )
  for (const { from, to } of rows)
    await tell(tx, { topic: 'source.gap', body: { source: source.source, from, to, reason } })
}
