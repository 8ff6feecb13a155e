export type NotifyErrorCode =
  | 'not-found'
  | 'name-taken'
  | 'too-many'
  | 'in-use'
  | 'no-mail-server'
  | 'invalid'
  | 'not-a-webhook'

/** Why a channel or delivery was not written. */
export class NotifyError extends Error {
  override readonly name = 'NotifyError'
  readonly code: NotifyErrorCode
  readonly field: string | undefined

  constructor(code: NotifyErrorCode, message: string, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }
}
