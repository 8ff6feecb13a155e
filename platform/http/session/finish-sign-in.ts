import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { absoluteHours, cookieName, type Door, type Factor, type Member } from '../../access/index.ts'
import { attemptMinutes, concludeSignIn, countAttempt, type SignInFrom, type Way } from '../../sign-in/index.ts'
import type { Database } from '../../store/index.ts'
import { Problem } from '../conventions/problem.ts'
import { readCookie, sessionCookie } from '../request/cookies.ts'

/** The cookie of a sign-in on its way, at each door. */
const attemptCookie: Readonly<Record<Door, string>> = { loopback: 'holdfast-local-try', tls: '__Host-holdfast-try' }

const ways = ['totp', 'recovery', 'passkey'] as const

/** What comes after something was proved. */
export const signInReply = Type.Object({
  data: Type.Object({
    state: Type.Enum(['signed-in', 'set-up', 'second-factor'], {
      description: '`second-factor`: show it next. `set-up`: signed in, and nothing can be done before one is set up.',
    }),
    ways: Type.Array(Type.Enum([...ways]), { description: 'Second factors that can be shown next.' }),
    expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When the session ends in any case; null while there is none.',
    }),
  }),
})

export interface SignInData {
  readonly data: { readonly state: string; readonly ways: readonly Way[]; readonly expiresAt: string | null }
}

/** Concludes a sign-in and sets the cookies that follow from it. Throws Problem. */
export async function finishSignIn(
  database: Database,
  { raw, reply }: { raw: FastifyRequest; reply: FastifyReply },
  member: Member,
  proved: readonly Factor[],
  { confined = false, spend }: Pick<SignInFrom, 'confined' | 'spend'> = {},
): Promise<SignInData> {
  const { door } = raw.facts
  const agent = String(raw.headers['user-agent'] ?? '')
  const from = { door, address: raw.ip, agent, traceId: raw.id, confined, spend }
  const outcome = await concludeSignIn(database, member, proved, from)
  if (outcome.state === 'gone') throw refused(raw, 'no longer a member')
  if (outcome.state === 'address-not-allowed') {
    raw.log.warn({ door, address: raw.ip }, 'sign-in refused: address')
    throw new Problem(403, 'address-not-allowed', `This organisation lets nobody in from ${raw.ip}.`)
  }
  if (outcome.state === 'second-factor') {
    setAttempt(raw, reply, outcome.attempt)
    return { data: { state: 'second-factor', ways: outcome.ways, expiresAt: null } }
  }
  const tls = door === 'tls'
  reply.header('set-cookie', [
    sessionCookie(cookieName[door], outcome.session.secret, { tls, maxAge: absoluteHours * 3600 }),
    sessionCookie(attemptCookie[door], undefined, { tls, maxAge: 0 }),
  ])
  raw.log.info({ door, address: raw.ip, session: outcome.session.id, by: proved }, 'signed in')
  return { data: { state: outcome.state, ways: [], expiresAt: outcome.session.expiresAt } }
}

/** Hands the browser the secret of a sign-in on its way. `lax`: it must come back from another site's page. */
export function setAttempt(raw: FastifyRequest, reply: FastifyReply, secret: string, lax = false): void {
  const { door } = raw.facts
  const cookie = { tls: door === 'tls', maxAge: attemptMinutes * 60, lax }
  reply.header('set-cookie', sessionCookie(attemptCookie[door], secret, cookie))
}

/** The secret of the sign-in that this browser has on its way. */
export function attemptOf(raw: FastifyRequest): string | undefined {
  const secret = readCookie(raw.headers.cookie, attemptCookie[raw.facts.door])
  return secret !== undefined && /^[0-9A-Za-z]{43}$/.test(secret) ? secret : undefined
}

/** Counts a try for all server processes together. Throws Problem 429. */
export async function countTry(database: Database, keys: Parameters<typeof countAttempt>[1]): Promise<void> {
  if (await countAttempt(database, keys)) return
  throw new Problem(429, 'too-many-requests', 'Too many tries. Wait a few minutes, or sign in another way.', {
    headers: { 'retry-after': '90' },
  })
}

/** One answer for all that is wrong. */
export function refused(raw: FastifyRequest, why: string): Problem {
  raw.log.warn({ door: raw.facts.door, address: raw.ip, why }, 'sign-in refused')
  return new Problem(401, 'sign-in-refused', 'That is not right. Check what you typed, or sign in another way.')
}

export function attemptOver(): Problem {
  return new Problem(401, 'attempt-over', 'This sign-in took too long, or was finished before. Start again.')
}
