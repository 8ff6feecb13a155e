/** Why an exception cannot be made or changed. `message` is fit to be shown as it is. */
export class ExceptionError extends Error {
  override readonly name = 'ExceptionError'
  readonly code: 'not-found' | 'invalid' | 'wrong-state'
  /** The field that it concerns: `endsAt`. */
  readonly field: string | undefined

  constructor(code: ExceptionError['code'], message: string, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }
}
