/** What was asked of people and roles cannot be. The code is stable; the message says what to do. */
export class AccessError extends Error {
  override readonly name = 'AccessError'
  readonly code:
    | 'not-found'
    | 'role-unknown'
    | 'beyond-own'
    | 'last-owner'
    | 'role-in-use'
    | 'already-exists'
    | 'own-address'
    | 'by-grant'
    | 'owner-sees-all'

  constructor(code: AccessError['code'], message: string) {
    super(message)
    this.code = code
  }
}
