import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** An Ed25519 key pair (RFC 8032) as text: 32 bytes each in base64url. */
export interface SigningKey {
  /** First 16 hex digits of the SHA-256 of the public key. */
  readonly id: string
  readonly publicKey: string
  readonly privateKey: string
}

/** A new key pair from the system's random source. */
export function newSigningKey(): SigningKey {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { id: keyId(x!), publicKey: x!, privateKey: d! }
}

export function keyId(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16)
}

/** True for 32 bytes in base64url, in the one spelling that they have. */
export function isKeyText(text: unknown): text is string {
  if (typeof text !== 'string' || !/^[\w-]{43}$/.test(text)) return false
  return Buffer.from(text, 'base64url').toString('base64url') === text
}

export function publicKeyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
}

export function privateKeyOf(key: SigningKey): KeyObject {
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey, d: key.privateKey }, format: 'jwk' })
}
