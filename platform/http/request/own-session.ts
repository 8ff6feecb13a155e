import { Problem } from '../conventions/problem.ts'
import type { Identity } from './identify-caller.ts'

export type OwnSession = NonNullable<Identity['session']>

/** The session that asks: an account is a person's, not a token's. Throws Problem 403. */
export function ownSession(identity: Identity | undefined): OwnSession {
  if (identity?.session) return identity.session
  throw new Problem(
    403,
    'not-permitted',
    'An account belongs to a person: ask by the cookie of a session, not by a token.',
  )
}
