import { createHash } from 'node:crypto'
import type { TenantTransaction } from '../../contract/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { Problem } from '../conventions/problem.ts'

export interface KeyedRequest {
  readonly key: string
  readonly caller: string
  /** Digest of method, path and body. */
  readonly fingerprint: Buffer
}

export interface StoredReply {
  readonly status: number
  readonly body: string
}

/** Reads the `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): plain or as a quoted string. Throws Problem 400. */
export function readKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new Problem(
    400,
    'idempotency-key-invalid',
    'Idempotency-Key takes 1 to 255 printable characters without spaces.',
  )
}

export function fingerprintOf(method: string, url: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest()
}

/**
 * Claims a key for this transaction. Gives the earlier reply when the very same request was answered within 24 hours;
 * undefined when it is to be carried out now. Throws Problem 422 for another request under the same key, 409 while the
 * first one is still running.
 */
export async function claimKey(
  tx: TenantTransaction,
  request: KeyedRequest,
  seal: SecretBox,
): Promise<StoredReply | undefined> {
  const lock = await tx.query<{ free: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency', $1::int, $2::text, $3::text), 0)) as free`,
    [tx.tenantId, request.caller, request.key],
  )
  if (!lock.rows[0]!.free) {
    throw new Problem(409, 'still-running', 'A request with this Idempotency-Key is still running.', {
      headers: { 'retry-after': '1' },
    })
  }
  const { rows } = await tx.query<{ status: number; sealed: string; fingerprint: Buffer }>(
    `select status, sealed, fingerprint from idempotency_key
      where tenant_id = $1 and caller = $2 and key = $3 and created_at > now() - interval '24 hours'`,
    [tx.tenantId, request.caller, request.key],
  )
  const found = rows[0]
  if (!found) return undefined
  if (found.fingerprint.equals(request.fingerprint)) {
    const body = seal.open(found.sealed, purposeOf(tx, request))
    if (body !== undefined) return { status: found.status, body }
    throw new Problem(
      409,
      'reply-unreadable',
      'This was done before, but its answer was kept under a key that this installation has no more. Read what is there.',
    )
  }
  throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key belongs to another request. Use a new one.')
}

/**
 * Keeps the reply of a claimed key, sealed: some replies tell a secret that is told once, and no route has to remember to
 * say so. Sweeps away a few old ones, so that they never pile up. */
export async function keepReply(
  tx: TenantTransaction,
  request: KeyedRequest,
  reply: StoredReply,
  seal: SecretBox,
): Promise<void> {
  await tx.query(
    `delete from idempotency_key where tenant_id = $1 and ctid = any (array(
       select ctid from idempotency_key where tenant_id = $1 and created_at < now() - interval '24 hours' limit 50))`,
    [tx.tenantId],
  )
  await tx.query(
    `insert into idempotency_key (tenant_id, caller, key, fingerprint, status, sealed) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, caller, key) do update
        set fingerprint = excluded.fingerprint, status = excluded.status, sealed = excluded.sealed, created_at = now()`,
    [
      tx.tenantId,
      request.caller,
      request.key,
      request.fingerprint,
      reply.status,
      seal.seal(reply.body, purposeOf(tx, request)),
    ],
  )
}

function purposeOf(tx: TenantTransaction, { caller, key }: KeyedRequest): string {
  return JSON.stringify(['idempotency_key', tx.tenantId, caller, key])
}
