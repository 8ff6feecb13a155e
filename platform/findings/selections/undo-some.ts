import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { ExceptionError } from '../exceptions/exception-error.ts'
import { redecide } from '../exceptions/redecide.ts'

/** Says that a decision holds no more. Its findings are freed by `undoSome`, set by set. Doing it twice changes nothing. Throws ExceptionError. */
export async function beginUndo(
  tx: TenantTransaction,
  decision: { readonly id: string; readonly by: string },
  at: Instant,
): Promise<{ readonly findings: number }> {
  const { rows } = await tx.query<{ exceptionId: number; state: string }>(
    `select exception_id as "exceptionId", state from exception where tenant_id = $1 and public_id = $2 for no key update`,
    [tx.tenantId, decision.id],
  )
  const [held] = rows
  if (!held) throw new ExceptionError('not-found', 'There is no such exception.')
  if (held.state !== 'approved' && held.state !== 'revoked')
    throw new ExceptionError('wrong-state', `The exception is ${held.state} already.`)
  if (held.state === 'approved')
    await tx.query(
      `update exception set state = 'revoked', ended_by = $3, ended_at = $4, version = version + 1
        where tenant_id = $1 and exception_id = $2`,
      [tx.tenantId, held.exceptionId, decision.by, at],
    )
  const bound = await tx.query<{ findings: number }>(
    `select count(*)::int as findings from exception_finding where tenant_id = $1 and exception_id = $2 and ended_at is null`,
    [tx.tenantId, held.exceptionId],
  )
  return bound.rows[0]!
}

/**
 * Frees the next findings of a revoked decision: each is again as it was before, unless it has been decided again since. Answers with how many were freed;
 * none is left when there is none.
 */
export async function undoSome(
  tx: TenantTransaction,
  decision: { readonly id: string; readonly by: string },
  size: number,
  at: Instant,
): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `update exception_finding b set ended_at = $4, ended_because = 'revoked'
      where b.tenant_id = $1 and (b.exception_id, b.finding_id) in (
        select h.exception_id, h.finding_id from exception_finding h
          join exception x on x.tenant_id = h.tenant_id and x.exception_id = h.exception_id and x.state = 'revoked'
         where h.tenant_id = $1 and x.public_id = $2 and h.ended_at is null
         order by h.finding_id limit $3)
     returning b.finding_id as id`,
    [tx.tenantId, decision.id, size, at],
  )
  await redecide(
    tx,
    rows.map(({ id }) => id),
    at,
    { because: 'revoked', actor: decision.by },
  )
  return rows.length
}
