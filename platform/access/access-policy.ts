import { AccessError } from './access-error.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** What a tenant demands of whoever is to act in it. */
export interface AccessPolicy {
  /** A password or a link alone opens nothing. */
  readonly secondFactor: boolean
  /** A session ends after this long without a request … */
  readonly idleMinutes: number
  /** … and after this long in any case. */
  readonly absoluteHours: number
  /** Networks in CIDR notation that sessions and tokens may be used from; none is all. */
  readonly addresses: readonly string[]
  /** 0 while nothing was decided. */
  readonly version: number
}

/** How long a session by a link of `holdfast login` is let in from anywhere and without a second factor, in minutes. */
export const breakGlassMinutes = 60

export const defaultPolicy: AccessPolicy = {
  secondFactor: false,
  idleMinutes: 720,
  absoluteHours: 168,
  addresses: [],
  version: 0,
}

/** The policy of the transaction's tenant. */
export async function readAccessPolicy(tx: TenantQueries): Promise<AccessPolicy> {
  const { rows } = await tx.query<AccessPolicy>(
    `select second_factor as "secondFactor", idle_minutes as "idleMinutes", absolute_hours as "absoluteHours",
            addresses::text[] as addresses, version
       from access_policy where tenant_id = $1`,
    [tx.tenantId],
  )
  return rows[0] ?? defaultPolicy
}

/**
 * Changes the policy of the transaction's tenant. `from` is the address that asks: an own lock-out is refused with
 * AccessError `own-address` unless `force` is said.
 */
export async function changeAccessPolicy(
  tx: TenantQueries,
  change: Partial<Omit<AccessPolicy, 'version'>>,
  who: { readonly from: string; readonly force: boolean },
): Promise<AccessPolicy> {
  const { version, ...present } = await readAccessPolicy(tx)
  const next = { ...present, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) }
  const { rows } = await tx.query<{ inside: boolean }>(
    'select cardinality($1::cidr[]) = 0 or $2::inet <<= any ($1::cidr[]) as inside',
    [next.addresses, plainAddress(who.from)],
  )
  if (!rows[0]!.inside && !who.force)
    throw new AccessError(
      'own-address',
      `Your own address, ${plainAddress(who.from)}, is not among them: you would lock yourself out. Add it, or say force.`,
    )
  await tx.query(
    `insert into access_policy (tenant_id, second_factor, idle_minutes, absolute_hours, addresses)
     values ($1, $2, $3, $4, $5::cidr[])
     on conflict (tenant_id) do update
        set second_factor = excluded.second_factor, idle_minutes = excluded.idle_minutes,
            absolute_hours = excluded.absolute_hours, addresses = excluded.addresses,
            version = access_policy.version + 1, changed_at = now()`,
    [tx.tenantId, next.secondFactor, next.idleMinutes, next.absoluteHours, next.addresses],
  )
  return readAccessPolicy(tx)
}

/** An address as a socket tells it; one of IPv4 in the dress of IPv6 (RFC 4291 §2.5.5.2) is one of IPv4, and a zone does not matter. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '')
}
