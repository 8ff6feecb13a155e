/** Why an envelope, a batch or a body was refused. */
export type EnvelopeFault =
  | 'malformed'
  | 'too-large'
  | 'too-many'
  | 'unknown-version'
  | 'wrong-digest'
  | 'wrong-signature'
  | 'wrong-source'

/** Refused input from a source. `offset` is the place in bytes where the input stopped making sense, where one can be named. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError'
  readonly fault: EnvelopeFault
  readonly offset: number | undefined

  constructor(fault: EnvelopeFault, message: string, offset?: number) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`)
    this.fault = fault
    this.offset = offset
  }
}
