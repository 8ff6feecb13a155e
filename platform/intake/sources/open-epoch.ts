import type { TenantTransaction } from '../../contract/index.ts'
import { type EpochAnswer, type EpochRequest, toInstant } from '../../envelope/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { inTenant } from '../in-tenant.ts'
import { IntakeError } from '../intake-error.ts'
import { messageProblem } from './message-schema.ts'
import { noteForgotten } from './note-forgotten.ts'
import type { DirectoryEntry } from './source-directory.ts'
import { isClone } from './source-run.ts'
import { keepState } from './source-state.ts'

/** A source in trouble asks now and then; one that asks without end is faulty or hostile. */
const mostPerHour = 60

/** Two machines with one key close each other's epochs in turns: that must not go on for long. */
const graceMs = 5000

/**
 * Begins a new numbering for a source whose request was verified. Throws IntakeError `malformed`, `too-many-epochs`.
 */
export async function openEpoch(
  database: Database,
  source: DirectoryEntry,
  request: EpochRequest,
  options: { readonly now: number; readonly offsetMs: number },
): Promise<EpochAnswer> {
  const problem = messageProblem('epoch', request)
  if (problem) throw new IntakeError('malformed', `The request is malformed: ${problem}.`)
  const at = toInstant(options.now)
  return inTenant(database, source.tenantId, async (tx) => {
    await keepState(tx, source.sourceId, { ...request, at, offsetMs: request.clockAheadMs ?? options.offsetMs })
    if (await isClone(tx, source, request.run, { at, graceMs })) {
      const { timeline } = await currentTimeline(tx)
      return { status: 'enrol-again', timeline, serverTime: at } as const
    }
    if (request.reason === 'new-timeline' || request.reason === 'server-went-back') await noteForgotten(tx, source, at)
    const opened = await openStream(tx, source.sourceId, {
      now: options.now,
      because: request.reason,
      claimed: request.acknowledged,
    })
    await tell(tx, { topic: 'source.restarted', body: { source: source.source, because: request.reason } })
    return { status: 'opened', ...opened, serverTime: at } as const
  })
}

/** Opens a stream. Its number is the time in milliseconds, so that a server that went back does not give one out again. */
export async function openStream(
  tx: TenantTransaction,
  sourceId: number,
  options: { readonly now: number; readonly because: string; readonly claimed: number | null },
): Promise<{ readonly epoch: number; readonly timeline: string }> {
  const { timeline } = await currentTimeline(tx)
  const hour = toInstant(options.now - 3600_000)
  const { rows } = await tx.query<{ epoch: number }>(
    `insert into stream (tenant_id, source_id, epoch, timeline_id, opened_at, opened_because, claimed)
     select $1, $2, greatest($3::bigint, coalesce(max(epoch), 0) + 1), $4, $5, $6, $7 from stream
      where tenant_id = $1 and source_id = $2
     having count(*) filter (where opened_at > $8) < ${mostPerHour}
     returning epoch`,
    [tx.tenantId, sourceId, options.now, timeline, toInstant(options.now), options.because, options.claimed, hour],
  )
  if (!rows[0]) throw new IntakeError('too-many-epochs', `A source may begin anew ${mostPerHour} times in an hour.`)
  await tx.query('update source_state set snapshot_wanted_at = null where tenant_id = $1 and source_id = $2', [
    tx.tenantId,
    sourceId,
  ])
  return { epoch: rows[0].epoch, timeline }
}

async function currentTimeline(tx: TenantTransaction): Promise<{ readonly timeline: string }> {
  const { rows } = await tx.query<{ timeline: string }>(
    'select timeline_id as timeline from timeline order by ordinal desc limit 1',
  )
  return rows[0]!
}
