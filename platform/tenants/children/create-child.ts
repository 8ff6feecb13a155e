import { grantDays, grantDaysAtMost } from '../../access/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { followTenants } from '../blueprints/follow-tenants.ts'
import { TenantError } from '../tenant-error.ts'
import { type TenantWriter, toldThere, wordsOf } from './told.ts'

export interface NewChild {
  readonly name: string
  /** A provider may own tenants of its own; a customer may not. */
  readonly kind?: 'provider' | 'customer' | undefined
  readonly grant?:
    | {
        /** What people of the provider may there at most; `owner` unless told, since somebody must be able to invite the first owner. */
        readonly role?: string | undefined
        readonly days?: number | undefined
      }
    | undefined
}

/**
 * Makes a tenant that the transaction's tenant, a provider, owns. It begins with one grant, which its own managers can see, shorten and revoke. `id` is the
 * public id, `tenantId` stays inside. Throws TenantError.
 */
export async function createChild(
  tx: TenantTransaction,
  child: NewChild,
  by: TenantWriter,
): Promise<{ id: string; tenantId: number }> {
  const { rows: taken } = await tx.query(
    `select 1 from tenant_child where tenant_id = $1 and lower(name) = lower($2) limit 1`,
    [tx.tenantId, child.name],
  )
  if (taken.length > 0)
    throw new TenantError('name-taken', `There is a tenant named “${child.name}” already. Take another name.`)
  const id = newPublicId('ten')
  const { role = 'owner', days = grantDays } = child.grant ?? {}
  const told = toldThere(by, { action: 'tenant:create', target: id, after: { name: child.name, role, days } })
  const { rows } = await refusing(() =>
    tx.query<{ id: number }>('select tenant_create_child($1, $2, $3, $4, $5, $6, $7, $8) as id', [
      id,
      child.name,
      child.kind ?? 'customer',
      newPublicId('grt'),
      role,
      Math.min(days, grantDaysAtMost),
      wordsOf(by),
      told,
    ]),
  )
  await followTenants(tx)
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
  return { id, tenantId: rows[0]!.id }
}

/** Lets the provider in again where a tenant has nobody of its own who could be asked. Throws TenantError. */
export async function regrantChild(
  tx: TenantTransaction,
  id: string,
  grant: { readonly role?: string | undefined; readonly days?: number | undefined },
  by: TenantWriter,
): Promise<void> {
  const { role = 'owner', days = grantDays } = grant
  const told = toldThere(by, { action: 'tenant:grant', target: id, after: { role, days } })
  const { rows } = await tx.query<{ done: boolean }>('select tenant_regrant_child($1, $2, $3, $4, $5, $6) as done', [
    id,
    newPublicId('grt'),
    role,
    Math.min(days, grantDaysAtMost),
    wordsOf(by),
    told,
  ])
  if (!rows[0]!.done)
    throw new TenantError('somebody-there', 'This tenant has people of its own: one of them grants you the way in.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new TenantError('not-a-provider', 'This tenant is no provider, thus it owns no others. Make it one first.')
  }
}
