import { sign, verify } from 'node:crypto'
import { privateKeyOf, publicKeyOf, type SigningKey } from './signing-key.ts'

/** A text as it was signed; the signature is Ed25519 in base64url. */
export interface SignedText {
  readonly text: string
  readonly signature: string
}

/** What a signature is for. It is part of what is signed, so that none can stand for another. */
export type Purpose = 'command' | 'trust-bundle' | 'audit-head' | 'content' | 'configuration' | 'agent-files'

export function signText(purpose: Purpose, text: string, key: SigningKey): SignedText {
  return { text, signature: sign(null, bytesToSign(purpose, text), privateKeyOf(key)).toString('base64url') }
}

/** True when the signature over the text, for this purpose, is of this public key. */
export function isSignedBy(purpose: Purpose, signed: SignedText, publicKey: string): boolean {
  if (!/^[\w-]{86}$/.test(signed.signature)) return false
  const signature = Buffer.from(signed.signature, 'base64url')
  // The last character carries four bits that mean nothing: one spelling only.
  if (signature.toString('base64url') !== signed.signature) return false
  return verify(null, bytesToSign(purpose, signed.text), publicKeyOf(publicKey), signature)
}

function bytesToSign(purpose: Purpose, text: string): Buffer {
  return Buffer.from(`holdfast-${purpose}-1\n${text}`)
}
