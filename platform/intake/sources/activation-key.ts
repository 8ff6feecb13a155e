import { createHash, randomBytes } from 'node:crypto'
import type { TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'

export interface NewActivationKey {
  readonly name: string
  readonly networkId?: number
  readonly tags?: readonly string[]
  /** How many sources may enrol with it. */
  readonly limit?: number
  readonly expiresAt?: string
  /** Public id of who made it. */
  readonly createdBy?: string
}

/** An activation key as people see it in lists: never the key itself. */
export interface ActivationKey {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly tags: readonly string[]
  readonly limit: number | null
  readonly uses: number
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

const prefix = 'hfak_'

/** Makes a key; `key` is shown once and cannot be had again. */
export async function createActivationKey(
  tx: TenantTransaction,
  wanted: NewActivationKey,
): Promise<{ readonly id: string; readonly key: string }> {
  const key = `${prefix}${randomBytes(24).toString('base64url')}`
  const id = newPublicId('key')
  await tx.query(
    `insert into activation_key (tenant_id, public_id, name, digest, hint, network_id, tags, source_limit, expires_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      id,
      wanted.name,
      digestOfKey(key),
      key.slice(0, prefix.length + 4),
      wanted.networkId ?? null,
      wanted.tags ?? [],
      wanted.limit ?? null,
      wanted.expiresAt ?? null,
      wanted.createdBy ?? null,
    ],
  )
  return { id, key }
}

/** The keys of the tenant, newest first. */
export async function listActivationKeys(tx: TenantTransaction): Promise<ActivationKey[]> {
  const { rows } = await tx.query<ActivationKey>(
    `select public_id as id, name, hint, tags, source_limit as "limit", uses, expires_at as "expiresAt", revoked_at as "revokedAt",
            created_at as "createdAt", last_used_at as "lastUsedAt"
       from activation_key where tenant_id = $1 order by activation_key_id desc limit 1000`,
    [tx.tenantId],
  )
  return rows
}

/** Nobody enrols with it any more; who did stays. False when there is no such key. */
export async function revokeActivationKey(tx: TenantTransaction, id: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update activation_key set revoked_at = coalesce(revoked_at, $3) where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id, at],
  )
  return rowCount > 0
}

/** A key is 192 random bits: a plain digest cannot be turned back. */
export function digestOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
