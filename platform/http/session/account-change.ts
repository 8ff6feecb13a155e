import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { Problem } from '../conventions/problem.ts'
import type { Identity } from '../request/identify-caller.ts'
import { type OwnSession, ownSession } from '../request/own-session.ts'

/** How long a proof lets one change how one signs in, in minutes. */
const recentMinutes = 15

/** True while what was proved last is recent enough for changes. */
export function isRecentlyProved(session: OwnSession): boolean {
  return Date.now() - Date.parse(session.provedAt) < recentMinutes * 60_000
}

/**
 * The same, for changes of how one signs in: whoever finds an open browser is asked who they are, and a way back in that
 * people of one tenant made gives them no way into the others. Throws Problem 403.
 */
export async function changingSession(database: Database, identity: Identity | undefined): Promise<OwnSession> {
  const session = ownSession(identity)
  if (!isRecentlyProved(session))
    throw new Problem(403, 'prove-again', 'Prove again that it is you: what you change decides who can sign in as you.')
  if (session.confined && (await belongsElsewhere(database, session.personId, identity!.caller.tenantId)))
    throw new Problem(
      403,
      'session-confined',
      'You came in by a link that people of this organisation made, and you belong to others too: sign in another way first.',
    )
  return session
}

/** True for somebody who is a member of another tenant, and not as its guest. */
export async function belongsElsewhere(database: Database, personId: number, tenantId: number): Promise<boolean> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ elsewhere: boolean }>(
        `select exists (select from membership where person_id = $1 and tenant_id <> $2 and kind = 'own') as elsewhere`,
        [personId, tenantId],
      ),
    { readOnly: true },
  )
  return row!.elsewhere
}

/** Notes a change of somebody's account in the audit log of the tenant that they are in, without what was typed. */
export async function tellAccount(
  database: Database,
  { raw, identity }: { raw: FastifyRequest; identity: Identity },
  action: string,
  after: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { caller } = identity
  await database.asTenant(caller.tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    await tell(tx, { topic: 'member.changed', body: { member: caller.id } })
    await recordAudit(tx, {
      actor: { kind: caller.kind, id: caller.id, name: caller.name },
      action,
      target: caller.id,
      after,
      address: raw.ip,
      traceId: raw.id,
    })
  })
}
