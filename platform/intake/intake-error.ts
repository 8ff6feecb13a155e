/** Why the server does not speak with a source. */
export type IntakeFault =
  /** Nobody enrolled with this id; or the server went back to before that. Enrol again. */
  | 'unknown-source'
  | 'revoked'
  | 'wrong-signature'
  /** The source's clock is off: correct by `serverTime` and ask again. */
  | 'outside-window'
  /** Unknown, expired, revoked or used up: which of them is not told. */
  | 'activation-key'
  | 'malformed'
  | 'too-large'
  | 'too-many-epochs'
  /** Too much of the tenant waits to be applied: come back later with the same. */
  | 'backlog'

const statuses: Readonly<Record<IntakeFault, number>> = {
  'unknown-source': 401,
  revoked: 403,
  'wrong-signature': 401,
  'outside-window': 400,
  'activation-key': 403,
  malformed: 400,
  'too-large': 413,
  'too-many-epochs': 429,
  backlog: 429,
}

/** A request that is answered with a refusal as a whole. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError'
  readonly fault: IntakeFault
  /** The status that tells it over HTTP. */
  readonly status: number
  /** For `outside-window`: by how much the source's clock is ahead. */
  readonly offsetMs: number | undefined

  constructor(fault: IntakeFault, message: string, offsetMs?: number) {
    super(message)
    this.fault = fault
    this.status = statuses[fault]
    this.offsetMs = offsetMs
  }
}
