/** Why a host could not be looked at over SSH. */
export class SshError extends Error {
  override readonly name = 'SshError'
  readonly reason: 'unreachable' | 'denied' | 'host-key' | 'usage' | 'protocol'

  constructor(reason: SshError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
