import { hash } from 'node:crypto'

/** SHA-256 in lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

/** What the first envelope of an epoch names as its predecessor. */
export const noDigest = '0'.repeat(64)

/** True for a SHA-256 in lower-case hex. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
