import { createHash } from 'node:crypto'

/**
 * The text as an index can hold it, whose entries end at 2,704 bytes: what is longer than `bytes` of UTF-8 is cut and ends in a digest of the whole, so
 * that different texts stay different. The fact itself keeps the whole text.
 */
export function boundedText(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  const kept = Buffer.from(text).subarray(0, bytes - 19)
  return `${kept.toString('utf8').replace(/\ufffd+$/, '')}…${digest}`
}
