/** What cannot be done with a ticket; what it says is for people. */
export class TicketError extends Error {
  override readonly name = 'TicketError'
  /** Which part of what was asked: `/until`. */
  readonly pointer: string

  constructor(pointer: string, message: string) {
    super(message)
    this.pointer = pointer
  }
}
