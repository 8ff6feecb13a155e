/** What was asked of signing in cannot be. The code is stable; the message says what to do. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly code:
    | 'password-unfit'
    | 'name-taken'
    | 'code-wrong'
    | 'passkey-refused'
    | 'provider-refused'
    | 'not-known-here'
    | 'already-exists'
    | 'not-found'

  constructor(code: SignInError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
