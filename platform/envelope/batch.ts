import { EnvelopeError } from './envelope-error.ts'
import { limits } from './limits.ts'

/** A sealed envelope as bytes. */
export interface SealedEnvelope {
  readonly header: Uint8Array
  readonly signature: Uint8Array
  readonly body: Uint8Array
}

/** An envelope inside a batch; `at` is the offset of its header in the batch, the signature and the body follow without a gap. */
export interface FramedEnvelope extends SealedEnvelope {
  readonly at: number
}

/** `HFB` and the version of the framing. */
const magic = Buffer.from('HFB1')
const preamble = 5
const prefix = 6
const signatureBytes = 64

/** The bytes that one envelope takes in a batch. */
export function framedSize(envelope: SealedEnvelope): number {
  return prefix + envelope.header.length + signatureBytes + envelope.body.length
}

/**
 * Frames 1 to 64 envelopes: `HFB1`, their number in one byte, then for each the length of all that follows it (32 bits,
 * big-endian), the length of its header (16 bits), header, signature (64 bytes), body.
 * Throws EnvelopeError `too-many`, `too-large`, `malformed`.
 */
export function encodeBatch(envelopes: readonly SealedEnvelope[]): Buffer {
  if (envelopes.length < 1 || envelopes.length > limits.batchEnvelopes)
    throw new EnvelopeError('too-many', `a batch has 1 to ${limits.batchEnvelopes} envelopes, not ${envelopes.length}`)
  const parts: Uint8Array[] = [magic, Buffer.from([envelopes.length])]
  let total = preamble
  for (const envelope of envelopes) {
    const { header, signature, body } = envelope
    const size = framedSize(envelope)
    if (size > limits.envelopeBytes) throw tooLarge(size, limits.envelopeBytes)
    if (header.length > limits.headerBytes) throw tooLarge(header.length, limits.headerBytes)
    if (signature.length !== signatureBytes) throw new EnvelopeError('malformed', 'a signature has 64 bytes')
    const lengths = Buffer.alloc(prefix)
    lengths.writeUInt32BE(size - 4, 0)
    lengths.writeUInt16BE(header.length, 4)
    parts.push(lengths, header, signature, body)
    total += size
  }
  if (total > limits.batchBytes) throw tooLarge(total, limits.batchBytes)
  return Buffer.concat(parts, total)
}

/**
 * Takes a batch apart without copying. Says nothing about headers, digests or signatures; see openEnvelope.
 * Throws EnvelopeError `malformed`, `too-large`, `too-many` with the offset.
 */
export function decodeBatch(bytes: Uint8Array): FramedEnvelope[] {
  if (bytes.length > limits.batchBytes) throw tooLarge(bytes.length, limits.batchBytes)
  const batch = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (batch.length < preamble || !batch.subarray(0, 4).equals(magic))
    throw new EnvelopeError('malformed', 'this is no batch of envelopes: it does not begin with HFB1', 0)
  const count = batch[4] ?? 0
  if (count < 1 || count > limits.batchEnvelopes)
    throw new EnvelopeError('too-many', `a batch has 1 to ${limits.batchEnvelopes} envelopes, not ${count}`, 4)
  const envelopes: FramedEnvelope[] = []
  let offset = preamble
  for (let index = 0; index < count; index++) {
    if (offset + prefix > batch.length) throw cut(offset)
    const size = batch.readUInt32BE(offset)
    const headerSize = batch.readUInt16BE(offset + 4)
    if (size + 4 > limits.envelopeBytes) throw tooLarge(size + 4, limits.envelopeBytes, offset)
    if (headerSize > limits.headerBytes) throw tooLarge(headerSize, limits.headerBytes, offset + 4)
    const end = offset + 4 + size
    const at = offset + prefix
    const signed = at + headerSize
    if (end > batch.length) throw cut(offset)
    if (signed + signatureBytes > end)
      throw new EnvelopeError('malformed', 'the lengths of an envelope contradict each other', offset)
    envelopes.push({
      at,
      header: batch.subarray(at, signed),
      signature: batch.subarray(signed, signed + signatureBytes),
      body: batch.subarray(signed + signatureBytes, end),
    })
    offset = end
  }
  if (offset !== batch.length) throw new EnvelopeError('malformed', 'there are bytes after the last envelope', offset)
  return envelopes
}

function tooLarge(size: number, most: number, offset?: number): EnvelopeError {
  return new EnvelopeError('too-large', `${size} bytes, where at most ${most} are allowed`, offset)
}

function cut(offset: number): EnvelopeError {
  return new EnvelopeError('malformed', 'the batch ends within an envelope', offset)
}
