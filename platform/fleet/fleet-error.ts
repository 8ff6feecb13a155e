export type FleetErrorCode = 'not-found' | 'name-taken' | 'too-many' | 'invalid' | 'wrong-state' | 'held'

/** Something of the fleet, or what is to be done with it, is refused. `field` names the part of the request. */
export class FleetError extends Error {
  override readonly name = 'FleetError'
  readonly code: FleetErrorCode
  readonly field: string | undefined

  constructor(code: FleetErrorCode, message: string, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }
}
