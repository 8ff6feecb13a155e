import { Type } from 'typebox'
import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { storableText } from '../../envelope/index.ts'
import { newPublicId } from '../../store/index.ts'
import { ExceptionError } from '../exceptions/exception-error.ts'
import { checkTimes, type ExceptionRequest } from '../exceptions/request.ts'

/** Which findings somebody chose: those of a query, of these only the named ones, or all but those. */
export const selectionSchema = Type.Object({
  q: Type.String({ maxLength: 100_000, description: 'A query about findings; empty for all.' }),
  zone: Type.Optional(Type.String({ maxLength: 64, description: 'Time zone of dates without one; UTC when absent.' })),
  only: Type.Optional(
    Type.Array(Type.String({ maxLength: 40 }), {
      maxItems: 5000,
      description: 'Public ids: of what the query finds only these.',
    }),
  ),
  except: Type.Optional(
    Type.Array(Type.String({ maxLength: 40 }), {
      maxItems: 5000,
      description: 'Public ids: all that the query finds but these.',
    }),
  ),
})

/** A selection as it is kept: with the moment that its relative dates count from, and the newest finding there was then. */
export interface KeptSelection {
  readonly q: string
  readonly zone?: string
  readonly only?: readonly string[]
  readonly except?: readonly string[]
  readonly now: number
  readonly upTo: number
}

/** What a decision about many is made of, beside what it is about. */
export type ManyRequest = Omit<ExceptionRequest, 'scope' | 'startsAt'>

/**
 * Writes a decision about chosen findings down, in force from now on; `decideSome` then binds the findings to it, set by set. `by` is the public id of who
 * decides. Throws ExceptionError.
 */
export async function keepSelection(
  tx: TenantTransaction,
  selection: KeptSelection,
  request: ManyRequest,
  by: string,
  now: Instant,
): Promise<{ readonly id: string }> {
  const { reason, endsAt, anyEvidence = false } = request
  checkTimes(request, now, now)
  const justification = storableText(request.justification.trim())
  if (justification.length < 3 || justification.length > 4000)
    throw new ExceptionError('invalid', 'The justification must have 3 to 4,000 characters.', 'justification')
  const id = newPublicId('exc')
  await tx.query(
    `insert into exception (tenant_id, public_id, selection, reason, justification, any_evidence, state, started,
                            starts_at, ends_at, requested_by, requested_at, decided_by, decided_at)
     values ($1, $2, $3, $4, $5, $6, 'approved', true, $7, $8, $9, $7, $9, $7)`,
    [tx.tenantId, id, JSON.stringify(selection), reason, justification, anyEvidence, now, endsAt ?? null, by],
  )
  return { id }
}

/** The selection of a decision; undefined where there is none of this id, or it is about a scope. */
export async function readSelection(
  tx: TenantTransaction,
  id: string,
): Promise<{ readonly exceptionId: number; readonly state: string; readonly selection: KeptSelection } | undefined> {
  const { rows } = await tx.query<{ exceptionId: number; state: string; selection: KeptSelection }>(
    `select exception_id as "exceptionId", state, selection from exception
      where tenant_id = $1 and public_id = $2 and selection is not null`,
    [tx.tenantId, id],
  )
  return rows[0]
}

/** The newest finding of the tenant: what is opened after it does not belong to a selection made now. */
export async function newestFinding(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'select coalesce(max(finding_id), 0) as id from finding where tenant_id = $1',
    [tx.tenantId],
  )
  return rows[0]!.id
}
