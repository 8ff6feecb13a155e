/** What can be wrong with the home directory or the database, one stable code each. The message is one clear line. */
export type StoreErrorCode =
  | 'home-newer'
  | 'home-in-use'
  | 'home-permission'
  | 'path-too-long'
  | 'disk-full'
  | 'account-missing'
  | 'binaries-missing'
  | 'secrets-missing'
  | 'database-start-failed'
  | 'database-major-changed'
  | 'database-url'
  | 'database-login'
  | 'database-locale'
  | 'database-too-old'
  | 'database-unavailable'
  | 'database-busy'
  | 'role-too-strong'
  | 'rights-missing'
  | 'migration-invalid'
  | 'migration-changed'
  | 'migration-failed'
  | 'schema-newer'
  | 'schema-older'
  | 'transaction-rolled-back'
  | 'tenant-invalid'
  | 'scope-invalid'
  | 'aborted'
  | 'timeout'
  | 'transaction-ended'

/** An expected failure of the store. `message` is fit to be shown to an operator as it is; it holds no secret. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/**
 * The database cannot be reached now, or the connection broke. The caller may try again.
 * `maybeCommitted` is true when the connection broke while COMMIT was under way: the work may be durable.
 */
export class DatabaseUnavailable extends StoreError {
  override readonly name = 'DatabaseUnavailable'
  readonly maybeCommitted: boolean

  constructor(message: string, options?: { cause?: unknown; maybeCommitted?: boolean }) {
    super('database-unavailable', message, options)
    this.maybeCommitted = options?.maybeCommitted ?? false
  }
}
