import { type Database, newPublicId, type Transaction } from '../store/index.ts'
import { breakGlassMinutes, plainAddress } from './access-policy.ts'
import { type Factor, isStrong } from './factors.ts'
import type { Member } from './people.ts'
import { type GuestOf, guestJoins, mayAct, roleColumns } from './rights-now.ts'
import { digestOf, newSecret } from './secret-text.ts'
import type { Door } from './sign-in-link.ts'

/** A session ends after this long without a request … */
export const idleHours = 12
/** … and after this long in any case. */
export const absoluteHours = 7 * 24

/** The cookie's name at each door. `__Host-` makes browsers refuse it without TLS, a path, or with a domain. */
export const cookieName: Readonly<Record<Door, string>> = {
  loopback: 'holdfast-local',
  tls: '__Host-holdfast',
}

export interface OpenedSession {
  /** Public id. */
  readonly id: string
  /** The cookie's value; not kept anywhere. */
  readonly secret: string
  readonly expiresAt: string
}

/**
 * Opens a session for a person in a tenant, who has proved `factors`. `address` and `agent` are shown in the list of
 * devices. Whether that is enough is decided by whoever calls: `concludeSignIn`. A confined one cannot be taken to another
 * tenant: it was opened by something that people of this tenant could have used in that person's name.
 */
export async function openSession(
  database: Database,
  member: Member,
  from: {
    door: Door
    address: string
    agent: string
    factors: readonly Factor[]
    confined?: boolean
    /** Uses up what lets in, in the same transaction: both are there afterwards, or neither. Throws where it was used up meanwhile. */
    spend?: ((tx: Transaction) => Promise<void>) | undefined
  },
): Promise<OpenedSession> {
  const secret = newSecret()
  const id = newPublicId('ses')
  return database.asPlatform(async (tx) => {
    await from.spend?.(tx)
    await tx.query(`delete from session where expires_at < now() - interval '1 day'`)
    const row = await tx.first<{ expires_at: string }>(
      `insert into session (public_id, digest, person_id, tenant_id, door, address, agent, factors, confined, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $9, $10,
               now() + make_interval(hours => coalesce((select absolute_hours from access_policy where tenant_id = $4), $8)))
       returning expires_at`,
      [
        id,
        digestOf(secret),
        member.personId,
        member.tenantId,
        from.door,
        from.address,
        from.agent.slice(0, 400),
        absoluteHours,
        from.factors,
        from.confined ?? false,
      ],
    )
    return { id, secret, expiresAt: row!.expires_at }
  })
}

/** Who a session's cookie stands for. */
export interface SessionHolder extends Member {
  readonly sessionId: string
  readonly personPublicId: string
  readonly personName: string
  readonly role: string
  /** Patterns of a role that the tenant made for itself; null for one of the product. */
  readonly ownPermissions: string[] | null
  /** Internal id of what they see; null for everything. */
  readonly scopeId: number | null
  readonly tenantPublicId: string
  readonly tenantName: string
  /** True for one that stays in its tenant. */
  readonly confined: boolean
  /** The provider that a guest comes from; null for a member of the tenant's own. */
  readonly guestOf: GuestOf | null
  readonly expiresAt: string
  readonly factors: readonly Factor[]
  /** When something was proved last. */
  readonly provedAt: string
  /** True when the tenant demands a second factor and this session has none. */
  readonly lacksFactor: boolean
}

/**
 * Finds the live session of a cookie, asked from an address; undefined when there is none, or when its tenant does not
 * let it act from there or for so long. Notes its use, at most once a minute.
 */
export async function findSession(
  database: Database,
  secret: string,
  door: Door,
  address: string,
): Promise<SessionHolder | undefined> {
  if (!/^[0-9A-Za-z]{43}$/.test(secret)) return undefined
  const digest = digestOf(secret)
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<Omit<SessionHolder, 'lacksFactor'> & { stale: boolean; demanded: boolean; breakGlass: boolean }>({
        name: 'access find session',
        text: `select s.public_id as "sessionId", s.expires_at as "expiresAt", p.id as "personId", p.public_id as "personPublicId",
                      p.name as "personName", t.id as "tenantId", t.public_id as "tenantPublicId", t.name as "tenantName",
                      s.confined, m.scope_id as "scopeId", ${roleColumns},
                      s.used_at < now() - interval '1 minute' as stale, s.factors, s.proved_at as "provedAt",
                      coalesce(c.second_factor, false) as demanded,
                      'machine' = any (s.factors) and s.created_at > now() - make_interval(mins => $5) as "breakGlass"
                 from session s
                 join person p on p.id = s.person_id
                 join membership m on m.tenant_id = s.tenant_id and m.person_id = s.person_id
                 join tenant t on t.id = s.tenant_id
                 left join access_policy c on c.tenant_id = s.tenant_id
                 ${guestJoins}
                where s.digest = $1 and s.door = $2 and s.expires_at > now()
                  and s.used_at > now() - make_interval(mins => coalesce(c.idle_minutes, 60 * $3))
                  and s.created_at > now() - make_interval(hours => coalesce(c.absolute_hours, 24 * 90))
                  and (c.addresses is null or c.addresses = '{}' or $4::inet <<= any (c.addresses)
                       or ('machine' = any (s.factors) and s.created_at > now() - make_interval(mins => $5)))
                  and p.state = 'active' and ${mayAct}`,
        values: [digest, door, idleHours, plainAddress(address), breakGlassMinutes],
      }),
    { readOnly: true },
  )
  const found = rows[0]
  if (!found) return undefined
  const { stale, demanded, breakGlass, ...holder } = found
  if (stale)
    await database.asPlatform((tx) => tx.query('update session set used_at = now() where digest = $1', [digest]))
  return { ...holder, lacksFactor: demanded && !breakGlass && !isStrong(holder.factors) }
}

/** Notes that the holder of a session has proved something again, or something more. */
export async function noteProof(
  database: Database,
  sessionId: string,
  factor?: Factor,
  /** Uses up what it was proved by, in the same transaction. Throws where it was used up meanwhile. */
  spend?: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await database.asPlatform(async (tx) => {
    await spend?.(tx)
    await tx.query(
      `update session set proved_at = now(),
              factors = case when $2::text is null or $2 = any (factors) then factors else factors || $2::text end
        where public_id = $1`,
      [sessionId, factor ?? null],
    )
  })
}

/** Ends one session of a person by its public id; false when there is no such session of theirs. */
export async function closeSession(database: Database, personId: number, sessionId: string): Promise<boolean> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('delete from session where public_id = $1 and person_id = $2', [sessionId, personId]),
  )
  return rowCount > 0
}
