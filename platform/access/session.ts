import { type Database, newPublicId } from '../store/index.ts'
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
 * Opens a session for a person in a tenant. `address` and `agent` are shown in the list of devices. A confined one cannot be taken to another tenant:
 * it was opened by something that people of this tenant could have used in that person's name.
 */
export async function openSession(
  database: Database,
  member: Member,
  from: { door: Door; address: string; agent: string; confined?: boolean },
): Promise<OpenedSession> {
  const secret = newSecret()
  const id = newPublicId('ses')
  return database.asPlatform(async (tx) => {
    await tx.query(`delete from session where expires_at < now() - interval '1 day'`)
    const row = await tx.first<{ expires_at: string }>(
      `insert into session (public_id, digest, person_id, tenant_id, door, address, agent, expires_at, confined)
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8), $9) returning expires_at`,
      [
        id,
        digestOf(secret),
        member.personId,
        member.tenantId,
        from.door,
        from.address,
        from.agent.slice(0, 400),
        absoluteHours,
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
  readonly tenantPublicId: string
  readonly tenantName: string
  /** True for one that stays in its tenant. */
  readonly confined: boolean
  /** The provider that a guest comes from; null for a member of the tenant's own. */
  readonly guestOf: GuestOf | null
  readonly expiresAt: string
}

/** Finds the live session of a cookie; undefined when there is none. Notes its use, at most once a minute. */
export async function findSession(database: Database, secret: string, door: Door): Promise<SessionHolder | undefined> {
  if (!/^[0-9A-Za-z]{43}$/.test(secret)) return undefined
  const digest = digestOf(secret)
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<SessionHolder & { stale: boolean }>({
        name: 'access find session',
        text: `select s.public_id as "sessionId", s.expires_at as "expiresAt", p.id as "personId", p.public_id as "personPublicId",
                      p.name as "personName", t.id as "tenantId", t.public_id as "tenantPublicId", t.name as "tenantName",
                      s.confined, ${roleColumns},
                      s.used_at < now() - interval '1 minute' as stale
                 from session s
                 join person p on p.id = s.person_id
                 join membership m on m.tenant_id = s.tenant_id and m.person_id = s.person_id
                 join tenant t on t.id = s.tenant_id
                 ${guestJoins}
                where s.digest = $1 and s.door = $2 and s.expires_at > now()
                  and s.used_at > now() - make_interval(hours => $3)
                  and p.state = 'active' and ${mayAct}`,
        values: [digest, door, idleHours],
      }),
    { readOnly: true },
  )
  const found = rows[0]
  if (!found) return undefined
  const { stale, ...holder } = found
  if (stale)
    await database.asPlatform((tx) => tx.query('update session set used_at = now() where digest = $1', [digest]))
  return holder
}

/** Ends one session of a person by its public id; false when there is no such session of theirs. */
export async function closeSession(database: Database, personId: number, sessionId: string): Promise<boolean> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('delete from session where public_id = $1 and person_id = $2', [sessionId, personId]),
  )
  return rowCount > 0
}
