import type { Database } from '../store/index.ts'
import type { Member } from './people.ts'
import { digestOf, newSecret } from './secret-text.ts'

/** How the server was reached: plain HTTP on loopback, or TLS. */
export type Door = 'loopback' | 'tls'

/** How long a link can be used, in minutes. */
export const linkMinutes = 15

/** Makes a link's secret, good for one sign-in at one door within 15 minutes. Old links are swept away meanwhile. */
export async function newSignInLink(database: Database, member: Member, door: Door): Promise<string> {
  const secret = newSecret()
  await database.asPlatform(async (tx) => {
    await tx.query(`delete from sign_in_link where expires_at < now() - interval '1 day'`)
    await tx.query(
      `insert into sign_in_link (digest, person_id, tenant_id, door, expires_at)
       values ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
      [digestOf(secret), member.personId, member.tenantId, door, linkMinutes],
    )
  })
  return secret
}

/** Uses a link up. Undefined when it is unknown, used, too old, or of another door: nobody is told which. */
export async function redeemSignInLink(database: Database, secret: string, door: Door): Promise<Member | undefined> {
  if (!/^[0-9A-Za-z]{43}$/.test(secret)) return undefined
  return database.asPlatform(async (tx) => {
    const row = await tx.first<{ person_id: number; tenant_id: number }>(
      `update sign_in_link l set used_at = now() from person p
        where l.digest = $1 and l.door = $2 and l.used_at is null and l.expires_at > now()
          and p.id = l.person_id and p.state = 'active'
       returning l.person_id, l.tenant_id`,
      [digestOf(secret), door],
    )
    return row && { personId: row.person_id, tenantId: row.tenant_id }
  })
}
