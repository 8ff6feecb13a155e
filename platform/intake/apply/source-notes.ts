import type { ClockRecord, GapRecord } from '../../envelope/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Applied, RecordContext, RecordEntry, RecordHandler } from './record-handler.ts'

/** What a source says of itself: times it lost, and that its clock was set. */
export const sourceNotes: RecordHandler = {
  types: ['gap', 'clock'],
  async apply(context, entries): Promise<Applied> {
    for (const entry of entries) {
      if (entry.record.type === 'gap') await keepGap(context, entry, entry.record)
      if (entry.record.type === 'clock') await keepClock(context, entry.record)
    }
    return { aside: [] }
  },
}

async function keepGap({ tx, source }: RecordContext, entry: RecordEntry, gap: GapRecord): Promise<void> {
  await tx.query(
    `insert into source_gap (tenant_id, source_id, from_at, to_at, reason, lost, received_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, source.sourceId, gap.from, gap.to, gap.reason, gap.lost ?? null, entry.receivedAt],
  )
  const { from, to, reason } = gap
  await tell(tx, { topic: 'source.gap', body: { source: source.source, from, to, reason } })
}

async function keepClock({ tx, source }: RecordContext, clock: ClockRecord): Promise<void> {
  await tx.query(
    'update source_state set clock_set_at = $3, clock_jump_ms = $4 where tenant_id = $1 and source_id = $2',
    [tx.tenantId, source.sourceId, clock.at, clock.jumpMs],
  )
}
