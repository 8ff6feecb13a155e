import type { Database } from '../store/index.ts'
import { idleHours } from './session.ts'

/** A sign-in of a person that still holds: where, with what, since when. */
export interface OwnSession {
  /** Public id: `ses_…`. */
  readonly id: string
  readonly door: 'loopback' | 'tls'
  readonly address: string
  /** As the browser called itself. */
  readonly agent: string
  readonly tenant: string
  readonly createdAt: string
  /** To the minute. */
  readonly usedAt: string
  readonly expiresAt: string
}

/** The live sessions of a person, in whatever tenant, last used first. */
export async function listOwnSessions(database: Database, personId: number): Promise<OwnSession[]> {
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<OwnSession & Record<string, unknown>>(
        `select s.public_id as id, s.door, s.address, s.agent, t.name as tenant, s.created_at as "createdAt",
                s.used_at as "usedAt", s.expires_at as "expiresAt"
           from session s join tenant t on t.id = s.tenant_id
          where s.person_id = $1 and s.expires_at > now() and s.used_at > now() - make_interval(hours => $2)
          order by s.used_at desc, s.id desc limit 200`,
        [personId, idleHours],
      ),
    { readOnly: true },
  )
  return rows
}

/** Ends all sessions of a person but one; answers how many. */
export async function closeOtherSessions(database: Database, personId: number, keep: string): Promise<number> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('delete from session where person_id = $1 and public_id <> $2', [personId, keep]),
  )
  return rowCount
}
