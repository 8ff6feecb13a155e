import { type EncodedBody, encodeJson } from './body.ts'
import { EnvelopeError } from './envelope-error.ts'
import { limits } from './limits.ts'
import type { EnvelopeRecord } from './record.ts'

/** Room for the header, the signature and the lengths. */
const overhead = 2048

/**
 * Spreads records over as few bodies as `targetBytes` of JSON each allow, in their order. A larger record gets a body of its own.
 * Throws EnvelopeError `too-large` for a record that fits into no envelope: its collector must use smaller scopes.
 */
export function packBodies(records: Iterable<EnvelopeRecord>, targetBytes = 256 * 1024): EncodedBody[] {
  const bodies: EncodedBody[] = []
  let texts: string[] = []
  let size = 0
  const close = () => {
    if (texts.length === 0) return
    const body = encodeJson(Buffer.from(`[${texts.join(',')}]`))
    if (body.bytes.length > limits.envelopeBytes - overhead)
      throw new EnvelopeError(
        'too-large',
        `a record takes ${body.bytes.length} bytes, an envelope holds ${limits.envelopeBytes}`,
      )
    bodies.push(body)
    texts = []
    size = 0
  }
  for (const record of records) {
    const text = JSON.stringify(record)
    const bytes = Buffer.byteLength(text) + 1
    if (texts.length > 0 && (size + bytes > targetBytes || texts.length >= limits.records)) close()
    texts.push(text)
    size += bytes
  }
  close()
  return bodies
}
