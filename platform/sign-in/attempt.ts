import { type Door, digestOf, type Factor, type Member, newSecret } from '../access/index.ts'
import type { Database, Transaction } from '../store/index.ts'

/** How long a sign-in may take, in minutes. */
export const attemptMinutes = 10
/** Wrong codes that one sign-in takes before it must begin anew. */
export const triesAtMost = 5

export type AttemptKind = 'second-factor' | 'passkey' | 'new-passkey' | 'oidc'

/** A sign-in on its way, known by a secret that one browser holds. */
export interface Attempt {
  readonly kind: AttemptKind
  readonly personId: number | null
  readonly tenantId: number | null
  readonly factors: readonly Factor[]
  readonly challenge: string | null
  readonly sessionId: string | null
  readonly sealed: string | null
}

export interface NewAttempt {
  readonly kind: AttemptKind
  readonly door: Door
  readonly member?: Partial<Member>
  readonly factors?: readonly Factor[]
  readonly challenge?: string
  readonly sessionId?: string
  readonly sealed?: string
}

const columns = `kind, person_id as "personId", tenant_id as "tenantId", factors, challenge, session_id as "sessionId", sealed`

/** Begins one; its secret goes into a cookie. Old ones are swept away meanwhile. */
export async function beginAttempt(database: Database, attempt: NewAttempt): Promise<string> {
  const secret = newSecret()
  const { kind, door, member, factors = [], challenge, sessionId, sealed } = attempt
  await database.asPlatform(async (tx) => {
    await tx.query('delete from sign_in_attempt where expires_at < now()')
    await tx.query(
      `insert into sign_in_attempt (digest, kind, door, person_id, tenant_id, factors, challenge, session_id, sealed, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(mins => $10))`,
      [
        digestOf(secret),
        kind,
        door,
        member?.personId ?? null,
        member?.tenantId ?? null,
        factors,
        challenge ?? null,
        sessionId ?? null,
        sealed ?? null,
        attemptMinutes,
      ],
    )
  })
  return secret
}

/** Looks at one that goes on, and counts the look: undefined when there is none, or when it was looked at too often. */
export async function tryAttempt(
  database: Database,
  secret: string,
  from: { kind: AttemptKind; door: Door },
): Promise<Attempt | undefined> {
  return database.asPlatform((tx) =>
    tx.first<Attempt & Record<string, unknown>>(
      `update sign_in_attempt set tries = tries + 1
        where digest = $1 and kind = $2 and door = $3 and expires_at > now() and tries < $4 returning ${columns}`,
      [digestOf(secret), from.kind, from.door, triesAtMost],
    ),
  )
}

/** Uses one up: of two who do so at once, one gets it. */
export async function takeAttempt(
  database: Database,
  secret: string,
  from: { kind: AttemptKind; door: Door },
): Promise<Attempt | undefined> {
  return database.asPlatform((tx) => spendAttempt(tx, secret, from))
}

/** The same in the transaction of what follows from it. */
export async function spendAttempt(
  tx: Transaction,
  secret: string,
  from: { kind: AttemptKind; door: Door },
): Promise<Attempt | undefined> {
  return tx.first<Attempt & Record<string, unknown>>(
    `delete from sign_in_attempt where digest = $1 and kind = $2 and door = $3 and expires_at > now() returning ${columns}`,
    [digestOf(secret), from.kind, from.door],
  )
}
