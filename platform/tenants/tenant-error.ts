/** What was asked of tenants cannot be. The code is stable; the message says what to do. */
export class TenantError extends Error {
  override readonly name = 'TenantError'
  readonly code:
    | 'not-found'
    | 'not-a-provider'
    | 'name-taken'
    | 'somebody-there'
    | 'not-confirmed'
    | 'second-person'
    | 'held'
    | 'not-a-demo'
    | 'too-many'
    | 'beyond-grant'
    | 'from-provider'
    | 'in-use'
    | 'invalid-query'
    | 'nothing-there'

  constructor(code: TenantError['code'], message: string) {
    super(message)
    this.code = code
  }
}
