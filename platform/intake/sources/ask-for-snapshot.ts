import type { TenantTransaction } from '../../contract/index.ts'

/**
 * The source told a change of something that is not known here: with its next sign of life it is asked to begin anew with full
 * snapshots. Once an hour at most, since a snapshot that cannot be understood would be asked for again and again.
 */
export async function askForSnapshot(tx: TenantTransaction, sourceId: number, at: string): Promise<void> {
  await tx.query(
    `update source_state set snapshot_wanted_at = $3
      where tenant_id = $1 and source_id = $2 and snapshot_wanted_at is null
        and not exists (select from stream where tenant_id = $1 and source_id = $2 and opened_at > $3::timestamptz - interval '1 hour'
                         and opened_because <> 'enrolment')`,
    [tx.tenantId, sourceId, at],
  )
}
