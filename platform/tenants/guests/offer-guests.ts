import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { TenantError } from '../tenant-error.ts'

/** Days that a guest tenant lives, and how many live at one time, unless told. */
export const guestDays = 30
export const guestsAtMost = 20
/** No guest tenant is extended beyond so many days from now. */
export const extendDaysAtMost = 90

export interface GuestOffer {
  /** `wannacry` */
  readonly offer: string
  readonly title: string
  readonly most: number
  readonly days: number
  readonly switchedBy: string
  readonly switchedAt: Instant
  /** Tenants that live now. */
  readonly live: number
}

/** A tenant that somebody opened and that ends. */
export interface Guest {
  /** Public id. */
  readonly tenant: string
  readonly offer: string
  readonly title: string
  readonly openedAt: Instant
  readonly endsAt: Instant
}

/** Lets anyone open a tenant for something from now on, or changes how many. Throws TenantError `not-a-provider`. */
export async function offerGuests(
  tx: TenantTransaction,
  offer: Pick<GuestOffer, 'offer' | 'title' | 'most' | 'days'>,
  by: string,
): Promise<void> {
  const { rows } = await tx.query<{ isOperator: boolean }>(
    `select parent_id is null and kind in ('provider', 'customer') as "isOperator" from tenant where id = $1`,
    [tx.tenantId],
  )
  if (!rows[0]?.isOperator)
    throw new TenantError(
      'not-a-provider',
      'Only who operates the installation lets guests in: a tenant that nobody owns.',
    )
  await tx.query(
    `insert into tenant_guest_offer (tenant_id, offer, title, most, days, switched_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, offer) do update set title = excluded.title, most = excluded.most, days = excluded.days,
       switched_by = excluded.switched_by, switched_at = now()`,
    [tx.tenantId, offer.offer, offer.title, offer.most, offer.days, by.slice(0, 300)],
  )
}

/** Nobody opens one any more; those that live go on to their end. False where it was off. */
export async function withdrawOffer(tx: TenantTransaction, offer: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from tenant_guest_offer where tenant_id = $1 and offer = $2', [
    tx.tenantId,
    offer,
  ])
  return rowCount > 0
}

export async function readGuestOffers(tx: TenantTransaction): Promise<readonly GuestOffer[]> {
  const { rows } = await tx.query<GuestOffer>(
    `select offer, title, most, days, switched_by as "switchedBy", switched_at as "switchedAt",
            (select count(*)::int from tenant_guest g where g.tenant_id = o.tenant_id and g.offer = o.offer) as live
       from tenant_guest_offer o where tenant_id = $1 order by offer`,
    [tx.tenantId],
  )
  return rows
}

/** Those that live, the one that ends first at first. */
export async function readGuests(tx: TenantTransaction): Promise<readonly Guest[]> {
  const { rows } = await tx.query<Guest>(
    `select child_public_id as tenant, offer, title, opened_at as "openedAt", ends_at as "endsAt"
       from tenant_guest where tenant_id = $1 order by ends_at, child_id limit 1000`,
    [tx.tenantId],
  )
  return rows
}

/** Moves the end of a guest tenant by some days; it is announced anew. Answers with the new end. Throws TenantError `not-found`, `too-many`. */
export async function extendGuest(tx: TenantTransaction, tenant: string, days: number): Promise<Instant> {
  const { rows } = await tx.query<{ endsAt: Instant; tooLate: boolean }>(
    `select ends_at + make_interval(days => $3) as "endsAt", ends_at + make_interval(days => $3) > now() + make_interval(days => $4) as "tooLate"
       from tenant_guest where tenant_id = $1 and child_public_id = $2 for update`,
    [tx.tenantId, tenant, days, extendDaysAtMost],
  )
  if (!rows[0]) throw new TenantError('not-found', 'There is no such guest tenant that lives.')
  if (rows[0].tooLate)
    throw new TenantError('too-many', `A guest tenant ends within ${extendDaysAtMost} days. Extend it by fewer.`)
  await tx.query('update tenant_guest set ends_at = $3, announced = 0 where tenant_id = $1 and child_public_id = $2', [
    tx.tenantId,
    tenant,
    rows[0].endsAt,
  ])
  return rows[0].endsAt
}
