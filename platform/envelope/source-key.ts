import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { EnvelopeError } from './envelope-error.ts'

/** An Ed25519 key pair (RFC 8032) as text: 32 bytes each in base64url. The private one never leaves its machine. */
export interface SourceKey {
  readonly publicKey: string
  readonly privateKey: string
}

/** A new key pair from the system's random source. */
export function newSourceKey(): SourceKey {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { publicKey: x!, privateKey: d! }
}

/** Reads a public key. Throws EnvelopeError `malformed`, also for the points of small order, whose signatures prove nothing. */
export function readPublicKey(text: string): KeyObject {
  if (typeof text !== 'string' || !/^[\w-]{43}$/.test(text) || isSmallOrder(Buffer.from(text, 'base64url')))
    throw new EnvelopeError('malformed', 'the public key is no Ed25519 key: expected 32 bytes in base64url')
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' })
  } catch {
    throw new EnvelopeError('malformed', 'the public key is no Ed25519 key')
  }
}

/** Reads a private key with its public half, as newSourceKey made them. */
export function readPrivateKey(key: SourceKey): KeyObject {
  return createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey, d: key.privateKey },
    format: 'jwk',
  })
}

/** y-coordinates of the points whose order divides 8, little-endian hex with the sign bit cleared, canonical or not. */
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isSmallOrder(bytes: Buffer): boolean {
  const y = Buffer.from(bytes)
  y[31] = (y[31] ?? 0) & 0x7f
  return smallOrder.has(y.toString('hex'))
}
