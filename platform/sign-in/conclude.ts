import {
  type Door,
  digestOf,
  type Factor,
  type Member,
  type OpenedSession,
  openSession,
  plainAddress,
} from '../access/index.ts'
import { recordAudit } from '../audit/index.ts'
import type { TenantTransaction } from '../contract/index.ts'
import type { Database, Transaction } from '../store/index.ts'
import { beginAttempt, triesAtMost } from './attempt.ts'
import { nextStep } from './next-step.ts'

/** A second factor that the person has and this door can take. */
export type Way = 'totp' | 'recovery' | 'passkey'

export interface SignInFrom {
  readonly door: Door
  readonly address: string
  readonly agent: string
  readonly traceId: string
  /** What was proved could have been proved by people of that tenant in the person's name: the session stays there. */
  readonly confined?: boolean
  /** Uses up what was proved by, with the session that is opened for it. */
  readonly spend?: ((tx: Transaction) => Promise<void>) | undefined
}

export type Outcome =
  | { readonly state: 'signed-in'; readonly session: OpenedSession }
  | { readonly state: 'set-up'; readonly session: OpenedSession }
  | { readonly state: 'second-factor'; readonly attempt: string; readonly ways: readonly Way[] }
  /** The tenant lets nobody in from there, or the person may no longer act in it. */
  | { readonly state: 'address-not-allowed' }
  | { readonly state: 'gone' }

/**
 * Every way in ends here: decides by what was proved, by what the person has and by what the tenant demands whether there
 * is a session. The audit log of the tenant has it.
 */
export async function concludeSignIn(
  database: Database,
  member: Member,
  proved: readonly Factor[],
  from: SignInFrom,
): Promise<Outcome> {
  const found = await look(database, member, from.address)
  if (!found) return { state: 'gone' }
  if (!found.inside && !proved.includes('machine')) return { state: 'address-not-allowed' }
  const has = { totp: found.totp, passkey: found.passkey }
  const step = nextStep({ proved, has, demanded: found.demanded })
  if (step === 'first-factor') throw new Error('a sign-in was concluded before anything was proved')
  if (step === 'second-factor') {
    const attempt = await beginAttempt(database, { kind: 'second-factor', door: from.door, member, factors: proved })
    return { state: 'second-factor', attempt, ways: waysOf(found, from.door) }
  }
  const session = await openSession(database, member, { ...from, factors: proved })
  await database.asTenant(member.tenantId, async (tx) => {
    await recordAudit(tx as unknown as TenantTransaction, {
      actor: { kind: 'person', id: found.id, name: found.name },
      action: 'sign-in',
      target: session.id,
      after: { by: proved, door: from.door, ...(step === 'set-up' && { until: 'second factor is set up' }) },
      address: from.address,
      traceId: from.traceId,
    })
  })
  return { state: step === 'set-up' ? 'set-up' : 'signed-in', session }
}

async function look(database: Database, { personId, tenantId }: Member, address: string) {
  return database.asPlatform(
    (tx) =>
      tx.first<{
        id: string
        name: string
        demanded: boolean
        inside: boolean
        totp: boolean
        recovery: boolean
        passkey: boolean
      }>(
        `select p.public_id as id, p.name, coalesce(c.second_factor, false) as demanded,
                c.addresses is null or c.addresses = '{}' or $3::inet <<= any (c.addresses) as inside,
                exists (select from person_totp t where t.person_id = p.id and t.confirmed_at is not null) as totp,
                exists (select from recovery_code r where r.person_id = p.id and r.used_at is null) as recovery,
                exists (select from passkey k where k.person_id = p.id) as passkey
           from person p
           join membership m on m.person_id = p.id and m.tenant_id = $2 and m.state = 'active'
                and (m.expires_at is null or m.expires_at > now())
           join tenant t on t.id = m.tenant_id and t.state <> 'leaving'
           left join access_policy c on c.tenant_id = m.tenant_id
          where p.id = $1 and p.state = 'active'`,
        [personId, tenantId, plainAddress(address)],
      ),
    { readOnly: true },
  )
}

function waysOf(has: { totp: boolean; recovery: boolean; passkey: boolean }, door: Door): Way[] {
  return [
    ...(has.totp ? (['totp'] as const) : []),
    ...(has.recovery ? (['recovery'] as const) : []),
    ...(has.passkey && door === 'tls' ? (['passkey'] as const) : []),
  ]
}

/** What a sign-in on its way waits for, so that a page that is loaded anew goes on; undefined when there is none. */
export async function pendingWays(database: Database, secret: string, door: Door): Promise<Way[] | undefined> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ totp: boolean; recovery: boolean; passkey: boolean }>(
        `select exists (select from person_totp t where t.person_id = a.person_id and t.confirmed_at is not null) as totp,
                exists (select from recovery_code r where r.person_id = a.person_id and r.used_at is null) as recovery,
                exists (select from passkey k where k.person_id = a.person_id) as passkey
           from sign_in_attempt a
          where a.digest = $1 and a.door = $2 and a.kind = 'second-factor' and a.expires_at > now() and a.tries < $3`,
        [digestOf(secret), door, triesAtMost],
      ),
    { readOnly: true },
  )
  return row && waysOf(row, door)
}
