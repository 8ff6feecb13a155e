import type { TenantTransaction } from '../../contract/index.ts'
import type { SourceState } from '../../envelope/index.ts'

/** Writes down what a source says of itself. `offsetMs` only where the time it told is proven to be its own. */
export async function keepState(
  tx: TenantTransaction,
  sourceId: number,
  state: SourceState & { readonly at: string; readonly offsetMs?: number; readonly waiting?: number },
): Promise<void> {
  await tx.query(
    `insert into source_state as s (tenant_id, source_id, last_seen_at, agent_version, platform, capabilities, clock_offset_ms, waiting, run)
     values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::bigint, 0), $9)
     on conflict (tenant_id, source_id) do update
        set last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at), agent_version = excluded.agent_version,
            platform = excluded.platform, capabilities = excluded.capabilities,
            clock_offset_ms = coalesce(excluded.clock_offset_ms, s.clock_offset_ms), waiting = coalesce($8::bigint, s.waiting),
            run = excluded.run`,
    [
      tx.tenantId,
      sourceId,
      state.at,
      state.version,
      state.platform,
      state.capabilities,
      state.offsetMs ?? null,
      state.waiting ?? null,
      state.run,
    ],
  )
}
