/** A rule that cannot be; what it says is for people. */
export class SlaError extends Error {
  override readonly name = 'SlaError'
  /** Which part of which rule: `/2/query`. */
  readonly pointer: string

  constructor(pointer: string, message: string) {
    super(message)
    this.pointer = pointer
  }
}
