import { type OnMoved, seenAgain } from '../../assets/index.ts'
import { toInstant } from '../../envelope/index.ts'
import type { Database } from '../../store/index.ts'
import { type InTenant, inTenant } from '../in-tenant.ts'
import { countStage } from '../ledger/count-stage.ts'
import { applyEntries } from './apply-entries.ts'
import { asideLine, malformedLine, unreadableLine } from './aside-line.ts'
import { keepAside } from './keep-aside.ts'
import type { RecordEntry, RecordHandler } from './record-handler.ts'
import { type Taken, type TakenEnvelope, takeEnvelopes } from './take-envelopes.ts'

export interface ApplyOptions {
  readonly handlers: readonly RecordHandler[]
  readonly onMoved: OnMoved
  readonly now: () => number
}

/** `whole`: as many envelopes at once as fit; `careful`: one, record by record; `skip`: one, set aside unseen. */
export type ApplyMode = 'whole' | 'careful' | 'skip'

export type ApplyResult = 'busy' | 'nothing' | { readonly envelopes: number; readonly more: boolean }

/**
 * Applies the next envelopes of a source and counts them as applied, in one transaction: whoever dies on the way leaves nothing half
 * done and nothing to be done twice.
 */
export async function applySource(
  database: Database,
  tenantId: number,
  sourceId: number,
  mode: ApplyMode,
  options: ApplyOptions,
): Promise<ApplyResult> {
  return inTenant(
    database,
    tenantId,
    async (tx) => {
      const taken = await takeEnvelopes(tx, sourceId, mode === 'whole' ? undefined : 1)
      if (taken === 'busy') return 'busy'
      if (!taken) return 'nothing'
      await applyTaken(tx, mode === 'skip' ? skipped(taken) : taken, mode === 'careful', options)
      return { envelopes: taken.envelopes.length, more: taken.more }
    },
    { timeoutMs: 120_000 },
  )
}

function skipped(taken: Taken): Taken {
  const problem = { reason: 'failed', detail: 'applying the envelope failed also record by record' }
  return { ...taken, envelopes: taken.envelopes.map((envelope) => ({ ...envelope, records: [], problem })) }
}

async function applyTaken(tx: InTenant, taken: Taken, careful: boolean, options: ApplyOptions): Promise<void> {
  const { source, envelopes } = taken
  const entries = envelopes.flatMap(entriesOf)
  const applied = await applyEntries(tx, source, entries, { ...options, careful })
  const unreadable = envelopes.filter(({ problem }) => problem).map(unreadableLine)
  const malformed = envelopes.flatMap((envelope) =>
    envelope.records.flatMap((parsed, index) =>
      parsed.ok ? [] : [malformedLine(parsed, { ...placeOf(envelope), index })],
    ),
  )
  const refused = applied.aside.map(asideLine)
  // Bodies always find room, records may not.
  await keepAside(tx, source, unreadable)
  const lines = [...malformed, ...refused]
  const kept = await keepAside(tx, source, lines)
  const parts = applied.aside.filter(({ part }) => part).length
  const came = entries.length + malformed.length + parts
  const now = options.now()
  await countStage(tx, 'apply', now, {
    came: envelopes.length,
    went: envelopes.length - unreadable.length,
    aside: unreadable.length,
  })
  await countStage(tx, 'record', now, { came, went: came - lines.length, aside: kept, refused: lines.length - kept })
  await seenAgain(
    tx,
    applied.assets.map(({ sightingId }) => sightingId),
    envelopes.at(-1)!.receivedAt,
  )
  await moveOn(tx, taken, toInstant(now))
}

/** The batches that are done go, the last one perhaps in part, and the place is noted. */
async function moveOn(tx: InTenant, { source, envelopes, batches }: Taken, at: string): Promise<void> {
  const { epoch, seq } = envelopes.at(-1)!
  const done = batches.filter(({ lastSeq }) => lastSeq <= seq).map(({ id }) => id)
  await tx.query({
    name: 'intake-move-on',
    text: `with done as (delete from envelope_batch where tenant_id = $1 and envelope_batch_id = any ($2::bigint[])),
                part as (update envelope_batch set first_seq = $5::bigint + 1
                          where tenant_id = $1 and envelope_batch_id = any ($6::bigint[]) and first_seq <= $5)
           update source_progress set epoch = $4, seq = $5, applied_at = $7
            where tenant_id = $1 and source_id = $3 and (epoch, seq) < ($4, $5)`,
    values: [
      tx.tenantId,
      done,
      source.sourceId,
      epoch,
      seq,
      batches.map(({ id }) => id).filter((id) => !done.includes(id)),
      at,
    ],
  })
}

function entriesOf({ epoch, seq, sentAt, receivedAt, records }: TakenEnvelope): RecordEntry[] {
  return records.flatMap((parsed, index) =>
    parsed.ok ? [{ record: parsed.record, index, epoch, seq, sentAt, receivedAt, isReplay: false }] : [],
  )
}

function placeOf({ epoch, seq, sentAt, receivedAt }: TakenEnvelope) {
  return { epoch, seq, sentAt, receivedAt }
}
