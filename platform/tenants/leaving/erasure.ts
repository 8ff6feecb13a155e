import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type TenantWriter, toldThere, wordsOf } from '../children/told.ts'
import { TenantError } from '../tenant-error.ts'

/** After so many days the one who asked for it may decide alone. */
export const waitingDays = 7

/** A request to erase a tenant, and what became of it. */
export interface Erasure {
  /** Public id: `ers_…`. */
  readonly id: string
  readonly tenant: string
  readonly name: string
  readonly state: 'requested' | 'approved' | 'done' | 'cancelled'
  readonly requestedBy: string
  readonly requestedAt: string
  readonly waitsUntil: string
  readonly approvedBy: string | null
  readonly finishedAt: string | null
  readonly rowsErased: number
  /** The end of the erased tenant's audit log, and the installation's signature under it. */
  readonly statement: string | null
  readonly signature: string | null
  readonly version: number
}

/** Requests to erase tenants of this provider, newest first; one of them when `id` is given. */
export async function readErasures(tx: TenantTransaction, id?: string): Promise<Erasure[]> {
  const { rows } = await tx.query<Erasure>(
    `select public_id as id, child_public_id as tenant, name, state, requested_by as "requestedBy", requested_at as "requestedAt",
            waits_until as "waitsUntil", approved_by as "approvedBy", finished_at as "finishedAt", rows_erased as "rowsErased",
            statement, signature, version
       from tenant_erasure where tenant_id = $1 and ($2::text is null or public_id = $2) order by erasure_id desc limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Asks to erase a tenant; `typed` is its name, as a person typed it. Throws TenantError. */
export async function requestErasure(
  tx: TenantTransaction,
  tenant: string,
  typed: string,
  by: TenantWriter,
): Promise<string> {
  const { child, name } = await erasable(tx, tenant)
  if (typed !== name)
    throw new TenantError('not-confirmed', 'Type the name of the tenant exactly, so that it is the one you mean.')
  const id = newPublicId('ers')
  const { rowCount } = await tx.query(
    `insert into tenant_erasure (tenant_id, public_id, child_id, child_public_id, name, requested_by, waits_until)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => ${waitingDays}))
     on conflict (tenant_id, child_public_id) where state in ('requested', 'approved') do nothing`,
    [tx.tenantId, id, child, tenant, name, by.id],
  )
  if (rowCount === 0)
    throw new TenantError('name-taken', 'Somebody asked to erase this tenant already: approve or cancel that.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant } })
  return id
}

/**
 * Agrees to erase a tenant: somebody else than who asked, or they themselves after the waiting time. From here on everybody is out of it, and nothing brings it
 * back. Throws TenantError.
 */
export async function approveErasure(tx: TenantTransaction, id: string, by: TenantWriter): Promise<void> {
  const { rows } = await tx.query<{ tenant: string; requestedBy: string; waited: boolean }>(
    `select child_public_id as tenant, requested_by as "requestedBy", waits_until <= now() as waited from tenant_erasure
      where tenant_id = $1 and public_id = $2 and state = 'requested' for update`,
    [tx.tenantId, id],
  )
  const asked = rows[0]
  if (!asked) throw new TenantError('not-found', 'There is no such request that waits.')
  if (asked.requestedBy === by.id && !asked.waited)
    throw new TenantError('second-person', `Somebody else agrees, or you do so yourself after ${waitingDays} days.`)
  await erasable(tx, asked.tenant)
  const told = toldThere(by, { action: 'tenant:leave', target: asked.tenant, after: { erasure: id } })
  const left = await tx.query<{ done: boolean }>('select tenant_leave($1, $2) as done', [asked.tenant, told])
  if (!left.rows[0]!.done) throw new TenantError('held', 'The tenant is held meanwhile.')
  await tx.query(
    `update tenant_erasure set state = 'approved', approved_by = $3, approved_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, wordsOf(by)],
  )
  await tell(tx, { topic: 'tenant.changed', body: { tenant: asked.tenant } })
}

/** Takes a request back that nobody agreed to yet; false where there is none. */
export async function cancelErasure(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tenant_erasure set state = 'cancelled', finished_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2 and state = 'requested'`,
    [tx.tenantId, id],
  )
  return rowCount > 0
}

/** A tenant of this provider that may be erased. Throws TenantError `not-found`, `held`. */
export async function erasable(
  tx: TenantTransaction,
  tenant: string,
): Promise<{ child: number; name: string; kind: string }> {
  const { rows } = await tx.query<{
    child: number | null
    held: object | null
    owns: number
    name: string
    kind: string
  }>(
    `select s.child, s.held, s.owns, c.name, c.kind from tenant_child_state($2) s
       join tenant_child c on c.tenant_id = $1 and c.child_id = s.child`,
    [tx.tenantId, tenant],
  )
  const state = rows[0]
  if (!state?.child) throw new TenantError('not-found', 'There is no such tenant.')
  if (state.held)
    throw new TenantError('held', 'A legal hold forbids to delete anything of this tenant. Let it go first.')
  if (state.owns > 0) throw new TenantError('held', 'This tenant owns others. Erase those first.')
  return { child: state.child, name: state.name, kind: state.kind }
}
