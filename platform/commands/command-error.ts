/** Why a command cannot be issued. `message` is fit to be shown as it is. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: 'not-found' | 'invalid' | 'refused' | 'conflict'

  constructor(code: CommandError['code'], message: string) {
    super(message)
    this.code = code
  }
}
