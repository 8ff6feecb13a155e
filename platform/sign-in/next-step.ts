import { type Factor, isStrong } from '../access/index.ts'

/** Where a sign-in stands. `set-up`: there is a session, and nothing can be done by it but setting up a second factor. */
export type Step = 'first-factor' | 'second-factor' | 'set-up' | 'session'

export interface Standing {
  readonly proved: readonly Factor[]
  /** What the person has set up. */
  readonly has: { readonly totp: boolean; readonly passkey: boolean }
  /** True when the tenant demands a second factor. */
  readonly demanded: boolean
}

/**
 * What comes next. Whoever has a second factor is always asked for it, or somebody who got hold of a password could set
 * up one of their own. A link from the server's machine is the way in when everything else is lost.
 */
export function nextStep({ proved, has, demanded }: Standing): Step {
  const isFirst = (factor: Factor) => factor !== 'totp' && factor !== 'recovery'
  if (!proved.some(isFirst)) return 'first-factor'
  if (isStrong(proved) || proved.includes('machine')) return 'session'
  if (has.totp || has.passkey) return 'second-factor'
  return demanded ? 'set-up' : 'session'
}
