import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { IntakeError } from '../intake-error.ts'

/** What of a key can be changed; what is absent stays. Null for `limit` and `expiresAt`: without end; for `modules`: all; for `network`: the default one. */
export interface KeyChange {
  readonly name?: string
  readonly limit?: number | null
  readonly expiresAt?: string | null
  readonly modules?: readonly string[] | null
  /** Public id. */
  readonly network?: string | null
  /** Disables it, with the reason; null enables it. */
  readonly disabled?: { readonly because: string; readonly by: string } | null
}

/** Changes a key, for whoever enrols from now on; modules hold for those who did as well. False where there is none. Throws IntakeError `malformed`. */
export async function changeActivationKey(tx: TenantTransaction, id: string, change: KeyChange): Promise<boolean> {
  const network = change.network ? await networkIdOf(tx, change.network) : null
  const has = (name: keyof KeyChange) => Object.hasOwn(change, name) && change[name] !== undefined
  const { rowCount } = await tx.query(
    `update activation_key set version = version + 1,
            name = case when $3 then $4 else name end,
            source_limit = case when $5 then $6::int else source_limit end,
            expires_at = case when $7 then $8::timestamptz else expires_at end,
            modules = case when $9 then $10::text[] else modules end,
            network_id = case when $11 then $12::bigint else network_id end,
            disabled_at = case when $13 then case when $14::text is null then null else coalesce(disabled_at, now()) end else disabled_at end,
            disabled_because = case when $13 then $14 else disabled_because end,
            disabled_by = case when $13 then $15 else disabled_by end
      where tenant_id = $1 and public_id = $2`,
    [
      ...[tx.tenantId, id],
      ...[has('name'), change.name ?? null],
      ...[has('limit'), change.limit ?? null],
      ...[has('expiresAt'), change.expiresAt ?? null],
      ...[has('modules'), change.modules ?? null],
      ...[has('network'), network],
      ...[has('disabled'), change.disabled?.because ?? null, change.disabled?.by ?? null],
    ],
  )
  if (rowCount > 0) await tell(tx, { topic: 'activation-key.changed', body: { key: id } })
  return rowCount > 0
}

/** The internal id of a network. Throws IntakeError `malformed` where there is none. */
export async function networkIdOf(tx: TenantTransaction, id: string): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'select network_id as id from network where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id],
  )
  if (!rows[0]) throw new IntakeError('malformed', 'There is no such network.')
  return rows[0].id
}

/** Removes a key. Its sources stay, and belong to no key. False where there is none. */
export async function deleteActivationKey(tx: TenantTransaction, id: string): Promise<boolean> {
  await tx.query(
    `update source s set activation_key_id = null, version = s.version + 1 from activation_key k
      where k.tenant_id = $1 and k.public_id = $2 and s.tenant_id = k.tenant_id and s.activation_key_id = k.activation_key_id`,
    [tx.tenantId, id],
  )
  const { rowCount } = await tx.query('delete from activation_key where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  if (rowCount > 0) await tell(tx, { topic: 'activation-key.changed', body: { key: id } })
  return rowCount > 0
}

/**
 * Gives a living source another key: its tags, modules and network are those of that key from now on. The key counts one use more, within its limit. What the source already
 * told stays in the network in which it was told. Throws IntakeError `malformed`, `activation-key`.
 */
export async function giveKey(tx: TenantTransaction, source: string, key: string, at: string): Promise<void> {
  const { rows } = await tx.query<{ id: number; key: number | null }>(
    `select source_id as id, activation_key_id as key from source where tenant_id = $1 and public_id = $2 and status = 'active' for update`,
    [tx.tenantId, source],
  )
  const found = rows[0]
  if (!found) throw new IntakeError('unknown-source', 'There is no such living source.')
  const used = await tx.query<{ id: number; network: number | null }>(
    `update activation_key set uses = uses + 1, last_used_at = $3
      where tenant_id = $1 and public_id = $2 and activation_key_id is distinct from $4 and (source_limit is null or uses < source_limit)
        and revoked_at is null and disabled_at is null and (expires_at is null or expires_at > $3)
     returning activation_key_id as id, network_id as network`,
    [tx.tenantId, key, at, found.key],
  )
  const taken = used.rows[0]
  if (!taken)
    throw new IntakeError(
      'activation-key',
      'The key is the present one, or unknown, expired, disabled, revoked or used up.',
    )
  await tx.query(
    `update source set activation_key_id = $3, version = version + 1,
            network_id = coalesce($4, (select network_id from network where tenant_id = $1 and is_default), network_id)
      where tenant_id = $1 and source_id = $2`,
    [tx.tenantId, found.id, taken.id, taken.network],
  )
  await tx.query("select pg_notify('holdfast_source', $1)", [source])
  await tell(tx, { topic: 'source.changed', body: { source } })
}
