import { newPublicId } from '../store/index.ts'
import { AccessError } from './access-error.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** Service accounts that a tenant may have. */
export const serviceAccountsAtMost = 500

/** A principal without a person. */
export interface ServiceAccount {
  readonly id: string
  readonly name: string
  readonly description: string
  /** The most that its tokens may; null where their scopes are all that limits them. */
  readonly role: string | null
  /** Who answers for it; null when they left. */
  readonly owner: string | null
  readonly state: 'active' | 'disabled'
  /** Live tokens. */
  readonly tokens: number
  readonly usedAt: string | null
  readonly version: number
  readonly createdAt: string
}

export interface ServiceAccountContent {
  readonly name: string
  readonly description: string
  readonly role: string | null
  readonly state: 'active' | 'disabled'
}

/** Service accounts by name; one of them when `id` is given. */
export async function readServiceAccounts(tx: TenantQueries, id?: string): Promise<ServiceAccount[]> {
  const { rows } = await tx.query<ServiceAccount>(
    `select s.public_id as id, s.name, s.description, s.role, p.name as owner, s.state, s.version,
            s.created_at as "createdAt", coalesce(k.tokens, 0)::int as tokens, k.used as "usedAt"
       from service_account s left join person p on p.id = s.owner_id
       left join (select service_id, count(*) filter (where revoked_at is null and expires_at > now()) as tokens,
                         max(used_at) as used
                    from api_token where tenant_id = $1 and service_id is not null group by 1) k on k.service_id = s.service_id
      where s.tenant_id = $1 and ($2::text is null or s.public_id = $2)
      order by lower(s.name), s.service_id limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Makes a service account that a person answers for. Throws AccessError. */
export async function createServiceAccount(
  tx: TenantQueries,
  { name, description, role }: ServiceAccountContent,
  ownerId: number | undefined,
): Promise<string> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int as count from service_account where tenant_id = $1',
    [tx.tenantId],
  )
  if (rows[0]!.count >= serviceAccountsAtMost)
    throw new AccessError('already-exists', `There are ${serviceAccountsAtMost} service accounts. Remove some first.`)
  const id = newPublicId('svc')
  await tx.query(
    `insert into service_account (tenant_id, public_id, name, description, role, owner_id) values ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, id, name.trim(), description.trim(), role, ownerId ?? null],
  )
  return id
}

/** Changes one; disabled, its tokens let nobody in. Throws AccessError. */
export async function changeServiceAccount(
  tx: TenantQueries,
  id: string,
  content: ServiceAccountContent,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update service_account set name = $3, description = $4, role = $5, state = $6, version = version + 1, changed_at = now()
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, content.name.trim(), content.description.trim(), content.role, content.state],
  )
  if (rowCount === 0) throw new AccessError('not-found', 'There is no such service account.')
}

/** Removes one with its tokens; false when there is none of that id. */
export async function removeServiceAccount(tx: TenantQueries, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from service_account where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  return rowCount > 0
}

/** Internal id and role of one that is active. Throws AccessError. */
export async function activeServiceAccount(
  tx: TenantQueries,
  id: string,
): Promise<{ serviceId: number; role: string | null }> {
  const { rows } = await tx.query<{ serviceId: number; role: string | null; state: string }>(
    'select service_id as "serviceId", role, state from service_account where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id],
  )
  if (rows[0]?.state === 'active') return rows[0]
  throw new AccessError('not-found', 'There is no such service account, or it is disabled.')
}
