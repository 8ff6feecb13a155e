import { type KeyObject, verify } from 'node:crypto'
import type { SealedEnvelope } from './batch.ts'
import { sha256 } from './digest.ts'
import { EnvelopeError } from './envelope-error.ts'
import { decodeHeader, type EnvelopeHeader } from './header.ts'

/** An envelope whose bytes are proven to come from its source. */
export interface OpenedEnvelope {
  readonly header: EnvelopeHeader
  /** SHA-256 of the header: the identity of the envelope, and what the next one names as `previous`. */
  readonly headerDigest: string
}

/**
 * Checks header, body digest and signature against the public key of the source that sends.
 * Throws EnvelopeError: `malformed`, `too-large`, `unknown-version`, `wrong-source`, `wrong-digest`, `wrong-signature`.
 */
export function openEnvelope(envelope: SealedEnvelope, source: string, publicKey: KeyObject): OpenedEnvelope {
  const header = decodeHeader(envelope.header)
  if (header.source !== source)
    throw new EnvelopeError('wrong-source', 'the envelope is of another source than the request')
  if (header.size !== envelope.body.length)
    throw new EnvelopeError(
      'wrong-digest',
      `the body has ${envelope.body.length} bytes, the header says ${header.size}`,
    )
  if (header.digest !== sha256(envelope.body))
    throw new EnvelopeError('wrong-digest', 'the body is not what the header says')
  if (!verify(null, envelope.header, publicKey, envelope.signature))
    throw new EnvelopeError('wrong-signature', 'the signature is not by the key of the source')
  return { header, headerDigest: sha256(envelope.header) }
}
