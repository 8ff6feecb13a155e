import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { storableText } from '../../envelope/index.ts'
import { bindScope, releaseAll } from './bind.ts'
import { ExceptionError } from './exception-error.ts'
import { redecide } from './redecide.ts'
import { type ExceptionRequest, requestException } from './request.ts'

export interface Decision {
  /** Public id of the exception. */
  readonly id: string
  /** Public id of who decides. */
  readonly by: string
  readonly note?: string
}

interface Held {
  readonly exceptionId: number
  readonly state: string
  readonly startsAt: Instant
  readonly endsAt: Instant | null
}

/**
 * Approves a requested exception. Where its time has come, all findings in its scope that are not fixed are excepted at once, each on the evidence it has now.
 * Answers with their number. Throws ExceptionError.
 */
export async function approveException(
  tx: TenantTransaction,
  decision: Decision,
  now: Instant,
): Promise<{ readonly findings: number }> {
  const held = await hold(tx, decision.id, ['requested'])
  if (held.endsAt !== null && held.endsAt <= now)
    throw new ExceptionError('wrong-state', 'Its time is over: request it anew with a later end.', 'endsAt')
  await write(tx, held, 'approved', decision, now)
  return { findings: held.startsAt <= now ? await start(tx, held.exceptionId, now, 'approved', decision.by) : 0 }
}

/** Turns a request down. Throws ExceptionError. */
export async function rejectException(tx: TenantTransaction, decision: Decision, now: Instant): Promise<void> {
  await write(tx, await hold(tx, decision.id, ['requested']), 'rejected', decision, now)
}

/** Ends an approved exception, or takes back a request. Its findings are open again. Answers with their number. Throws ExceptionError. */
export async function revokeException(
  tx: TenantTransaction,
  decision: Decision,
  now: Instant,
): Promise<{ readonly findings: number }> {
  const held = await hold(tx, decision.id, ['requested', 'approved'])
  await tx.query(
    `update exception set state = 'revoked', ended_by = $3, ended_at = $4, note = coalesce($5, note), version = version + 1
      where tenant_id = $1 and exception_id = $2`,
    [tx.tenantId, held.exceptionId, decision.by, now, noteOf(decision)],
  )
  const released = await releaseAll(tx, held.exceptionId, now, 'revoked')
  return { findings: await redecide(tx, released, now, { because: 'revoked', actor: decision.by }) }
}

/** Requests and approves in one step, for somebody who may do both. */
export async function makeException(
  tx: TenantTransaction,
  request: ExceptionRequest,
  by: string,
  now: Instant,
): Promise<{ readonly id: string; readonly findings: number }> {
  const { id } = await requestException(tx, request, by, now)
  return { id, ...(await approveException(tx, { id, by }, now)) }
}

/** Lets an approved exception begin: binds what is in its scope. */
export async function start(
  tx: TenantTransaction,
  exceptionId: number,
  now: Instant,
  because: 'approved' | 'started',
  actor?: string,
): Promise<number> {
  await tx.query(
    'update exception set started = true, version = version + 1 where tenant_id = $1 and exception_id = $2',
    [tx.tenantId, exceptionId],
  )
  const bound = await bindScope(tx, exceptionId, now)
  return redecide(tx, bound, now, { because, ...(actor !== undefined && { actor }) })
}

async function hold(tx: TenantTransaction, id: string, states: readonly string[]): Promise<Held> {
  const { rows } = await tx.query<Held>(
    `select exception_id as "exceptionId", state, starts_at as "startsAt", ends_at as "endsAt"
       from exception where tenant_id = $1 and public_id = $2 for no key update`,
    [tx.tenantId, id],
  )
  const held = rows[0]
  if (!held) throw new ExceptionError('not-found', 'There is no such exception.')
  if (!states.includes(held.state)) throw new ExceptionError('wrong-state', `The exception is ${held.state} already.`)
  return held
}

async function write(
  tx: TenantTransaction,
  held: Held,
  state: string,
  decision: Decision,
  now: Instant,
): Promise<void> {
  await tx.query(
    `update exception set state = $3, decided_by = $4, decided_at = $5, note = $6, version = version + 1
      where tenant_id = $1 and exception_id = $2`,
    [tx.tenantId, held.exceptionId, state, decision.by, now, noteOf(decision)],
  )
}

function noteOf({ note }: Decision): string | null {
  return note === undefined ? null : storableText(note).slice(0, 4000).toWellFormed()
}
