import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { storableText } from '../../envelope/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type ReasonClass, reasonClasses } from '../life-cycle/disposition.ts'
import { ExceptionError } from './exception-error.ts'

/** What an exception is about. At least an asset or a check; a place only together with a check. */
export interface ExceptionScope {
  /** Public id of an asset. */
  readonly asset?: string
  /** `inventory.only-one-account-has-user-id-0` */
  readonly check?: string
  readonly place?: string
}

export interface ExceptionRequest {
  readonly scope: ExceptionScope
  readonly reason: ReasonClass
  readonly justification: string
  /** From now on unless told. */
  readonly startsAt?: Instant
  /** Required where a risk is accepted or compensated: those decisions must be looked at again. */
  readonly endsAt?: Instant
  /** Hold on although the evidence changes. */
  readonly anyEvidence?: boolean
}

const longestYears = 5
const mayBeEndless: readonly ReasonClass[] = ['false-positive', 'not-applicable']

/** Asks for an exception; nothing is excepted until it is approved. `by` is the public id of who asks. Throws ExceptionError. */
export async function requestException(
  tx: TenantTransaction,
  request: ExceptionRequest,
  by: string,
  now: Instant,
): Promise<{ readonly id: string }> {
  const startsAt = request.startsAt ?? now
  checkTimes(request, startsAt, now)
  if (!reasonClasses.includes(request.reason))
    throw new ExceptionError('invalid', `The reason must be one of ${reasonClasses.join(', ')}.`, 'reason')
  const justification = storableText(request.justification.trim())
  if (justification.length < 3 || justification.length > 4000)
    throw new ExceptionError('invalid', 'The justification must have 3 to 4,000 characters.', 'justification')
  const scope = await resolveScope(tx, request.scope)
  const publicId = newPublicId('exc')
  await tx.query(
    `insert into exception (tenant_id, public_id, asset_id, check_no, place, reason, justification, any_evidence,
                            starts_at, ends_at, requested_by, requested_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.tenantId,
      publicId,
      scope.assetId,
      scope.checkNo,
      scope.place,
      request.reason,
      justification,
      request.anyEvidence ?? false,
      startsAt,
      request.endsAt ?? null,
      by,
      now,
    ],
  )
  return { id: publicId }
}

/** Refuses an end that is missing, past or too far away. Throws ExceptionError. */
export function checkTimes(
  { endsAt, reason }: Pick<ExceptionRequest, 'endsAt' | 'reason'>,
  startsAt: Instant,
  now: Instant,
): void {
  if (endsAt === undefined) {
    if (mayBeEndless.includes(reason)) return
    throw new ExceptionError('invalid', 'Say until when the risk is accepted.', 'endsAt')
  }
  if (endsAt <= startsAt || endsAt <= now)
    throw new ExceptionError('invalid', 'The end must lie after the start and in the future.', 'endsAt')
  const latest = new Date(startsAt)
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears)
  if (endsAt > latest.toISOString())
    throw new ExceptionError(
      'invalid',
      `An exception lasts ${longestYears} years at most; it can be made anew.`,
      'endsAt',
    )
}

interface ResolvedScope {
  readonly assetId: number | null
  readonly checkNo: number | null
  readonly place: string | null
}

async function resolveScope(tx: TenantTransaction, scope: ExceptionScope): Promise<ResolvedScope> {
  const { asset, check, place } = scope
  if (asset === undefined && check === undefined)
    throw new ExceptionError('invalid', 'Name an asset or a check: an exception for everything is none.', 'scope')
  if (place !== undefined && check === undefined)
    throw new ExceptionError('invalid', 'A place needs the check that it is a place of.', 'scope.check')
  if (place !== undefined && Buffer.byteLength(place) > 1024)
    throw new ExceptionError('invalid', 'The place is longer than 1,024 bytes.', 'scope.place')
  const { rows } = await tx.query<{ assetId: number | null; checkNo: number | null }>(
    `select (select asset_id from asset where tenant_id = $1 and public_id = $2) as "assetId",
            (select check_no from check_definition c
              where id = $3 and (not from_feed or exists (select from finding f where f.tenant_id = $1 and f.check_no = c.check_no))) as "checkNo"`,
    [tx.tenantId, asset ?? null, check ?? null],
  )
  const { assetId, checkNo } = rows[0]!
  if (asset !== undefined && assetId === null)
    throw new ExceptionError('not-found', 'There is no such asset.', 'scope.asset')
  if (check !== undefined && checkNo === null)
    throw new ExceptionError('not-found', 'There is no such check.', 'scope.check')
  return { assetId, checkNo, place: place === undefined ? null : storableText(place) }
}
