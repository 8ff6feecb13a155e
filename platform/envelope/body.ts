import { deflateSync, inflate } from 'node:zlib'
import { checkDepth } from './check-depth.ts'
import { EnvelopeError } from './envelope-error.ts'
import type { BodyEncoding } from './header.ts'
import { limits } from './limits.ts'
import { type ParsedRecord, parseRecord } from './parse-record.ts'
import type { EnvelopeRecord } from './record.ts'
import { mayNeedStorable, storable } from './storable.ts'

/** A body as it travels. */
export interface EncodedBody {
  readonly encoding: BodyEncoding
  readonly bytes: Uint8Array
}

/** Below this the zlib format saves nothing worth its time. */
const worthDeflating = 512

/** Writes records as a body. Throws EnvelopeError `too-many`, `too-large`; see packBodies for more than fits into one. */
export function encodeBody(records: readonly EnvelopeRecord[]): EncodedBody {
  if (records.length > limits.records)
    throw new EnvelopeError('too-many', `a body has at most ${limits.records} records, not ${records.length}`)
  return encodeJson(Buffer.from(JSON.stringify(records)))
}

/** Writes the text of a JSON array of records as a body. */
export function encodeJson(json: Buffer): EncodedBody {
  if (json.length > limits.bodyBytes)
    throw new EnvelopeError('too-large', `a body has at most ${limits.bodyBytes} bytes, not ${json.length}`)
  if (json.length < worthDeflating) return { encoding: 'json', bytes: json }
  return { encoding: 'json+deflate', bytes: deflateSync(json, { level: 5 }) }
}

/**
 * Reads a body. A record that makes no sense does not spoil its neighbours: it comes as a refusal with its reason.
 * Throws EnvelopeError `malformed`, `too-large`, `too-many` when the body as a whole cannot be read.
 */
export async function decodeBody(body: EncodedBody): Promise<ParsedRecord[]> {
  const text = readText(await inflated(body))
  checkDepth(text, limits.depth)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new EnvelopeError('malformed', `the body is no JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  if (!Array.isArray(value)) throw new EnvelopeError('malformed', 'the body is no array of records')
  if (value.length > limits.records)
    throw new EnvelopeError('too-many', `the body has ${value.length} records, at most ${limits.records} are allowed`)
  if (mayNeedStorable(text)) value = storable(value)
  return (value as unknown[]).map(parseRecord)
}

async function inflated(body: EncodedBody): Promise<Uint8Array> {
  if (body.encoding === 'json') return body.bytes
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    inflate(body.bytes, { maxOutputLength: limits.bodyBytes, info: false }, (error, result) =>
      error ? reject(explainInflate(error)) : resolve(result),
    )
  })
  return bytes
}

function explainInflate(error: Error): EnvelopeError {
  const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
  if (isTooLarge) return new EnvelopeError('too-large', `the body inflates to more than ${limits.bodyBytes} bytes`)
  return new EnvelopeError('malformed', `the body cannot be inflated: ${error.message.slice(0, 100)}`)
}

function readText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new EnvelopeError('malformed', 'the body is no UTF-8')
  }
}
