import { hkdfSync } from 'node:crypto'

/** A key for one use out of the installation's own (HKDF with SHA-256, RFC 5869): what one use does with its key tells nothing of another's. */
export function derivedKey(key: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `holdfast ${use}`, 32))
}
