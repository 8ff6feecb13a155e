import { newPublicId } from '../../store/index.ts'
import type { InTenant } from '../in-tenant.ts'
import type { ApplyingSource } from './record-handler.ts'

/** A line of what is set aside. */
export interface AsideLine {
  readonly epoch: number
  readonly seq: number
  /** Absent where the body as a whole could not be read: the log keeps it. */
  readonly index?: number
  readonly type: string
  readonly name: string
  readonly version?: number
  readonly reason: string
  readonly detail: string
  readonly record?: unknown
  readonly sentAt: string
  readonly receivedAt: string
}

/** Of one source; a source that goes on would fill the disk. What is beyond is counted, and in the log for as long as that is kept. */
const keptPerSource = 10_000

/** Sets records aside, visible and replayable. Answers with the number of those that found room. */
export async function keepAside(tx: InTenant, source: ApplyingSource, lines: readonly AsideLine[]): Promise<number> {
  if (lines.length === 0) return 0
  const { rowCount } = await tx.query(
    `insert into set_aside (tenant_id, source_id, public_id, epoch, seq, record_index, record_type, name, version, reason, detail, record,
                            sent_at, received_at)
     select $1, $2, l.public_id, l.epoch, l.seq, l.record_index, l.record_type, l.name, l.version, l.reason, l.detail, l.record::jsonb,
            l.sent_at::timestamptz, l.received_at::timestamptz
       from unnest($3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::text[], $8::text[], $9::int[], $10::text[], $11::text[],
                   $12::text[], $13::text[], $14::text[]) with ordinality
         as l (public_id, epoch, seq, record_index, record_type, name, version, reason, detail, record, sent_at, received_at, place)
      where l.record_index is null or l.place + (select count(*) from set_aside a
              where a.tenant_id = $1 and a.source_id = $2 and a.outcome = 'waiting') <= ${keptPerSource}
      order by l.place`,
    [
      tx.tenantId,
      source.sourceId,
      lines.map(() => newPublicId('sta')),
      lines.map(({ epoch }) => epoch),
      lines.map(({ seq }) => seq),
      lines.map(({ index }) => index ?? null),
      lines.map(({ type }) => type.slice(0, 100)),
      lines.map(({ name }) => name.slice(0, 200)),
      lines.map(({ version }) => version ?? null),
      lines.map(({ reason }) => reason),
      lines.map(({ detail }) => detail.slice(0, 2000)),
      lines.map(({ record }) => (record === undefined ? null : JSON.stringify(record))),
      lines.map(({ sentAt }) => sentAt),
      lines.map(({ receivedAt }) => receivedAt),
    ],
  )
  return rowCount
}

/** How a record is named in the list of what is set aside. */
export function nameOf(record: unknown): { readonly type: string; readonly name: string; readonly version?: number } {
  const { type, fact, event, version, command } = (record ?? {}) as Record<string, unknown>
  const name = [fact, event, command].find((each) => typeof each === 'string') as string | undefined
  const isVersion = Number.isInteger(version) && Math.abs(version as number) < 2 ** 31
  return {
    type: typeof type === 'string' ? type : '?',
    name: name ?? '',
    ...(isVersion && { version: version as number }),
  }
}
