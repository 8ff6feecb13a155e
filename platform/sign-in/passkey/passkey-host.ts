import { parseAddress } from '@holdfast/kit/cidr'
import type { Door } from '../../access/index.ts'

/** Where a passkey is made and used: the relying party (WebAuthn §4) and the origin of its pages. */
export interface PasskeyHost {
  readonly rpId: string
  readonly origin: string
}

/**
 * The relying party of a request, by its door and its Host header. Passkeys belong to a name: a text says why this place
 * cannot have them.
 */
export function passkeyHost(door: Door, hostHeader: string | undefined): PasskeyHost | string {
  if (door !== 'tls') return 'Passkeys work at the TLS door only: open Holdfast by https and the name of its host.'
  const host = (hostHeader ?? '').toLowerCase()
  const rpId = host.replace(/:\d+$/, '')
  if (parseAddress(rpId.replace(/^\[|\]$/g, '')))
    return 'An IP address cannot have passkeys: open Holdfast by the name of its host.'
  if (!/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(rpId))
    return 'This host name cannot have passkeys.'
  return { rpId, origin: `https://${host.replace(/:443$/, '')}` }
}
