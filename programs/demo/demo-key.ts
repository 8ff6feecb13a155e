import { createPrivateKey } from 'node:crypto'
import type { SourceKey } from '@holdfast/platform/envelope'
import { derivedKey } from '@holdfast/platform/trust'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key that a simulated host signs with which an activation key of this public id enrolled: from the installation's own secret, so that it can be made again and need not be kept. */
export function demoKey(secret: Uint8Array, activationKey: string, host: string): SourceKey {
  const der = Buffer.concat([pkcs8, derivedKey(secret, `demo host ${activationKey} ${host}`)])
  const { d, x } = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
  return { publicKey: x!, privateKey: d! }
}
