import { hostSeenAgain } from '../../assets/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { type HeartbeatAnswer, type HeartbeatRequest, toInstant } from '../../envelope/index.ts'
import type { Database } from '../../store/index.ts'
import { inTenant } from '../in-tenant.ts'
import { IntakeError } from '../intake-error.ts'
import { messageProblem } from './message-schema.ts'
import type { DirectoryEntry } from './source-directory.ts'
import { isClone } from './source-run.ts'
import { keepState } from './source-state.ts'

/** A last sign of life may be late, when the program was started anew in the meantime. */
const heartbeatGraceMs = 30_000

/** What others add to the answer to a sign of life, in its transaction. */
export type HeartbeatHook = (
  tx: TenantTransaction,
  source: DirectoryEntry,
  request: HeartbeatRequest,
) => Promise<Pick<HeartbeatAnswer, 'configuration'>>

/** Takes a sign of life of a source whose request was verified, and tells it how they stand. Throws IntakeError `malformed`. */
export async function heartbeat(
  database: Database,
  source: DirectoryEntry,
  request: HeartbeatRequest,
  options: { readonly now: number; readonly offsetMs: number; readonly hook?: HeartbeatHook | undefined },
): Promise<HeartbeatAnswer> {
  const problem = messageProblem('heartbeat', request)
  if (problem) throw new IntakeError('malformed', `The request is malformed: ${problem}.`)
  const at = toInstant(options.now)
  return inTenant(database, source.tenantId, async (tx) => {
    await keepState(tx, source.sourceId, { ...request, at, offsetMs: request.clockAheadMs ?? options.offsetMs })
    const { rows } = await tx.query<{
      timeline: string
      epoch: number | null
      last_seq: number | null
      wanted: boolean
    }>(
      `select (select timeline_id from timeline order by ordinal desc limit 1) as timeline, s.epoch, s.last_seq,
              exists (select from source_state w where w.tenant_id = $1 and w.source_id = $2 and w.snapshot_wanted_at is not null) as wanted
         from (values (1)) as one left join lateral (
           select epoch, last_seq from stream where tenant_id = $1 and source_id = $2 order by epoch desc limit 1) s on true`,
      [tx.tenantId, source.sourceId],
    )
    const { timeline, epoch, last_seq, wanted } = rows[0]!
    await hostSeenAgain(tx, source.sourceId, at)
    const agrees = !wanted && epoch === request.epoch && (last_seq ?? 0) >= request.acknowledged
    const advice = (await isClone(tx, source, request.run, { at, graceMs: heartbeatGraceMs }))
      ? 'enrol-again'
      : agrees
        ? 'go-on'
        : 'new-epoch'
    const more = await options.hook?.(tx, source, request)
    return { timeline, serverTime: at, advice, ...more } as const
  })
}
