import { createHash, randomBytes } from 'node:crypto'
import type { TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'

export interface NewActivationKey {
  readonly name: string
  readonly networkId?: number
  /** Apps whose collectors its agents may run; all unless told. */
  readonly modules?: readonly string[]
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
  /** Public id of the network of its sources; null for the default one. */
  readonly network: string | null
  readonly modules: readonly string[] | null
  readonly limit: number | null
  readonly uses: number
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly disabledAt: string | null
  readonly disabledBecause: string | null
  readonly createdBy: string | null
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** Sources that have it now. */
  readonly sources: number
  readonly version: number
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
    `insert into activation_key (tenant_id, public_id, name, digest, hint, network_id, modules, source_limit, expires_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      id,
      wanted.name,
      digestOfKey(key),
      key.slice(0, prefix.length + 4),
      wanted.networkId ?? null,
      wanted.modules ?? null,
      wanted.limit ?? null,
      wanted.expiresAt ?? null,
      wanted.createdBy ?? null,
    ],
  )
  return { id, key }
}

/** The keys of the tenant, newest first; or the one with this public id. */
export async function listActivationKeys(tx: TenantTransaction, id?: string): Promise<ActivationKey[]> {
  const { rows } = await tx.query<ActivationKey>(
    `select k.public_id as id, k.name, k.hint, n.public_id as network, k.modules, k.source_limit as "limit", k.uses,
            k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.disabled_at as "disabledAt",
            k.disabled_because as "disabledBecause", k.created_by as "createdBy", k.created_at as "createdAt",
            k.last_used_at as "lastUsedAt", k.version,
            (select count(*)::int from source s where s.tenant_id = $1 and s.activation_key_id = k.activation_key_id and s.status = 'active') as sources
       from activation_key k left join network n on n.tenant_id = k.tenant_id and n.network_id = k.network_id
      where k.tenant_id = $1 and ($2::text is null or k.public_id = $2) order by k.activation_key_id desc limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Nobody enrols with it any more; who did stays. False when there is no such key. */
export async function revokeActivationKey(tx: TenantTransaction, id: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update activation_key set revoked_at = coalesce(revoked_at, $3), version = version + 1 where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id, at],
  )
  return rowCount > 0
}

/** A key is 192 random bits: a plain digest cannot be turned back. */
export function digestOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
