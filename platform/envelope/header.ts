import { isDigest } from './digest.ts'
import { EnvelopeError } from './envelope-error.ts'
import { isInstant } from './instant.ts'
import { limits } from './limits.ts'

/** How the body is written: JSON, or JSON in the zlib format (RFC 1950). */
export type BodyEncoding = 'json' | 'json+deflate'

/** What the signature covers. */
export interface EnvelopeHeader {
  readonly v: 1
  /** Public id of the source. */
  readonly source: string
  /** The numbering this envelope belongs to, as the server gave it. */
  readonly epoch: number
  /** 1 for the first of an epoch, then without a hole. */
  readonly seq: number
  /** SHA-256 of the preceding header of the epoch, zeros for the first. */
  readonly previous: string
  /** SHA-256 and length of the body as it travels. */
  readonly digest: string
  readonly size: number
  readonly encoding: BodyEncoding
  /** By the source's clock, when it was sealed. */
  readonly sentAt: string
}

const fields = ['digest', 'encoding', 'epoch', 'previous', 'sentAt', 'seq', 'size', 'source', 'v'] as const

/** The header as canonical JSON (RFC 8785): keys sorted, no white space. */
export function encodeHeader(header: EnvelopeHeader): Buffer {
  const { digest, encoding, epoch, previous, sentAt, seq, size, source, v } = header
  return Buffer.from(JSON.stringify({ digest, encoding, epoch, previous, sentAt, seq, size, source, v }))
}

/** Reads a header. Throws EnvelopeError: `malformed`, `too-large`, `unknown-version`. Only the canonical bytes are accepted. */
export function decodeHeader(bytes: Uint8Array): EnvelopeHeader {
  if (bytes.length > limits.headerBytes)
    throw new EnvelopeError(
      'too-large',
      `the header has ${bytes.length} bytes, at most ${limits.headerBytes} are allowed`,
    )
  const given = readObject(bytes)
  if (given.v !== 1)
    throw new EnvelopeError(
      'unknown-version',
      `the header has version ${JSON.stringify(given.v)?.slice(0, 20)}, known is 1`,
    )
  for (const field of Object.keys(given)) {
    if (!(fields as readonly string[]).includes(field))
      throw malformed(`has an unknown field ${JSON.stringify(field).slice(0, 40)}`)
  }
  if (!isSourceId(given.source)) throw malformed('names no source')
  if (!isCount(given.epoch)) throw malformed('has an epoch that is no positive whole number')
  if (!isCount(given.seq)) throw malformed('has a seq that is no positive whole number')
  if (!isDigest(given.previous)) throw malformed('has a previous that is no SHA-256 in hex')
  if (!isDigest(given.digest)) throw malformed('has a digest that is no SHA-256 in hex')
  if (!Number.isSafeInteger(given.size) || (given.size as number) < 0)
    throw malformed('has a size that is no whole number')
  if (given.encoding !== 'json' && given.encoding !== 'json+deflate') throw malformed('has an unknown encoding')
  if (!isInstant(given.sentAt)) throw malformed('has a sentAt that is no instant')
  const header = given as unknown as EnvelopeHeader
  // Two spellings of one header would have two digests.
  if (!encodeHeader(header).equals(bytes)) throw malformed('is not in canonical form')
  return header
}

/** True for the shape of a source's public id. */
export function isSourceId(value: unknown): value is string {
  return typeof value === 'string' && /^src_[0-9A-Za-z]{22}$/.test(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function readObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    throw malformed('is no JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('is no JSON object')
  return value as Record<string, unknown>
}

function malformed(what: string): EnvelopeError {
  return new EnvelopeError('malformed', `the header ${what}`)
}
